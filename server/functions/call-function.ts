import type { FunctionOutput, FunctionResult } from '#bridge-protocol/entities/function-result.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { Credentials, InvokeRequest, InvokeResult } from '#connectors/kit/connector.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import { toDomainError } from '../errors.ts';
import { credentialsOf, renewCredentials } from '../oauth/credentials-of.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { logOutcome, logSent } from './call-log.ts';
import { checkInput } from './check-input.ts';
import { findAccount } from './find-account.ts';
import { invoke } from './invoke.ts';
import { refusal } from './refusal.ts';

export interface FunctionCall {
  name: string;
  params: JsonObject;
  /** The `next_page` of the result before */
  cursor?: string;
  accountId?: number;
  requestId: string;
}

/**
 * Calls a function with a user's credentials. An error that the third party answers is a result, with its status; so
 * is a refusal for want of an account or of valid parameters. Throws `unknown_function`, `unknown_account`,
 * `needs_reconnect`, `provider_unreachable`, `provider_timeout`, `egress_blocked`, `response_too_large`.
 */
export async function callFunction(services: Services, user: UserRef, call: FunctionCall): Promise<FunctionResult> {
  const entry = services.catalogue.findFunction(call.name);
  const found = await services.db.inWorkspace(user.workspaceId, (tx) =>
    findAccount(tx, user, entry.app, call.accountId),
  );
  if ('refusal' in found) return found.refusal;
  const checked = checkInput(entry.definition, call.params);
  if ('problems' in checked) return refusal(checked.problems);

  const request = { functionName: call.name, input: checked.input, cursor: call.cursor || undefined };
  const credentials = await credentialsOf(services, found.account);
  const logged = await logSent(services, user, { entry, account: found.account, requestId: call.requestId });
  try {
    const result = await invokeRenewing(services, entry, found.account, request, credentials);
    await logOutcome(services, logged, { status: 'answered', networkCode: result.status });
    return view(entry, result);
  } catch (error) {
    await logOutcome(services, logged, { status: 'failed', code: toDomainError(error).code });
    throw error;
  }
}

/** A 401 is a certain refusal: nothing was done, so the call is made once more with a fresh token, whatever it does. */
async function invokeRenewing(
  services: Services,
  entry: CatalogueFunction,
  account: AccountRow,
  request: InvokeRequest,
  credentials: Credentials,
): Promise<InvokeResult> {
  const result = await invoke(services, entry, request, credentials);
  if (result.status !== 401 || credentials.type !== 'oauth2') return result;
  const fresh = await renewCredentials(services, account, credentials);
  return invoke(services, entry, request, fresh);
}

function view({ definition }: CatalogueFunction, { status, output, nextPage }: InvokeResult): FunctionOutput {
  const result: FunctionOutput = { network_code: String(status), output };
  if (!definition.paged) return result;
  return { ...result, next_page: nextPage ?? '', _cursor: nextPage || null };
}
