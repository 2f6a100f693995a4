import type { FunctionRefusal } from '#bridge-protocol/entities/function-result.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { FieldsSource } from '#connectors/kit/connector.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { checkPartOfInput } from './check-input.ts';
import { findAccount } from './find-account.ts';
import { refusal } from './refusal.ts';

/** A parameter whose choices or fields are asked for. */
export interface ParameterQuery {
  functionName: string;
  parameter: string;
  /** Values of the parameters it depends on; others are ignored */
  values: JsonObject;
  accountId?: number;
}

/** What a definition says of the parameter. Throws `not_found` where there is nothing to be fetched for it. */
export function sourceOf<Source>(
  sources: Readonly<Record<string, Source>> = {},
  { functionName, parameter }: ParameterQuery,
): Source {
  const found = Object.hasOwn(sources, parameter) ? sources[parameter] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(sources).join(', ') || 'none';
  throw new DomainError(
    'not_found',
    `This parameter of ${functionName} has nothing to be fetched. Those that have: ${names}.`,
  );
}

/** Whose account it is fetched with, and the checked values that go along; or why it cannot be. Throws `unknown_account`. */
export async function prepareQuery(
  services: Services,
  user: UserRef,
  { app, definition }: CatalogueFunction,
  { dependsOn }: FieldsSource,
  { values, accountId }: ParameterQuery,
): Promise<{ account: AccountRow; input: JsonObject } | FunctionRefusal> {
  const checked = checkPartOfInput(definition, dependsOn, values);
  const found = await services.db.inWorkspace(user.workspaceId, (tx) => findAccount(tx, user, app, accountId));
  if ('refusal' in found) return found.refusal;
  if ('problems' in checked) return refusal(checked.problems);
  return { account: found.account, input: checked.input };
}
