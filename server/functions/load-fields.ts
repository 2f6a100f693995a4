import type { FunctionFieldsResult } from '#bridge-protocol/entities/function-fields.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { prepareQuery, sourceOf, type ParameterQuery } from './parameter-source.ts';
import { describeFields } from './property-meta.ts';
import { withAccount } from './with-account.ts';

/** The properties that a parameter has in the user's account. Throws as `listOptions`. */
export async function loadFields(
  services: Services,
  user: UserRef,
  query: ParameterQuery,
): Promise<FunctionFieldsResult> {
  const { functionName, parameter } = query;
  const entry = services.catalogue.findFunction(functionName);
  const source = sourceOf(entry.definition.fields, query);
  const prepared = await prepareQuery(services, user, entry, source, query);
  if ('error' in prepared) return prepared;
  const { account, input } = prepared;
  const schema = await withAccount(services, {
    app: entry.app,
    account,
    run: (connector, context) => connector.fields({ functionName, parameter, input }, context),
    whenLate: 'Try again.',
  });
  return describeFields(schema);
}
