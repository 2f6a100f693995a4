import type { FunctionOptionsResult } from '#bridge-protocol/entities/function-options.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { prepareQuery, sourceOf, type ParameterQuery } from './parameter-source.ts';
import { withAccount } from './with-account.ts';

export interface OptionsQuery extends ParameterQuery {
  search?: string;
  /** The `_cursor` of the page before */
  cursor?: string;
}

/**
 * One page of the choices that a parameter has in the user's account. Throws `unknown_function`, `not_found`,
 * `unknown_account`, `needs_reconnect`, `credentials_rejected` and as the call of a function does.
 */
export async function listOptions(
  services: Services,
  user: UserRef,
  query: OptionsQuery,
): Promise<FunctionOptionsResult> {
  const { functionName, parameter } = query;
  const entry = services.catalogue.findFunction(functionName);
  const source = sourceOf(entry.definition.options, query);
  const prepared = await prepareQuery(services, user, entry, source, query);
  if ('error' in prepared) return prepared;
  const { account, input } = prepared;
  // Integry's client repeats the values beside `query_string_data`: one of that name is no search.
  const search = source.dependsOn.includes('search') ? undefined : query.search || undefined;
  const request = { functionName, parameter, input, search, cursor: query.cursor || undefined };
  const page = await withAccount(services, {
    app: entry.app,
    account,
    run: (connector, context) => connector.options(request, context),
    whenLate: 'Try again.',
  });
  return {
    output: page.options.map(({ value, title }) => ({ id: value, value: title })),
    _cursor: page.nextPage || null,
  };
}
