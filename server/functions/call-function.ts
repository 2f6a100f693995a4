import type { FunctionOutput, FunctionRefusal, FunctionResult } from '#bridge-protocol/entities/function-result.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { InvokeRequest, InvokeResult } from '#connectors/kit/connector.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import { toDomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { logOutcome, logSent, type LoggedCall } from './call-log.ts';
import { checkInput } from './check-input.ts';
import { findAccount } from './find-account.ts';
import { refusal } from './refusal.ts';
import { withRetries } from './retry.ts';
import { withAccount } from './with-account.ts';

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
  const prepared = await prepare(services, user, entry, call);
  if ('error' in prepared) return prepared;
  const { account, input, logged } = prepared;
  try {
    const request = { functionName: call.name, input, cursor: call.cursor || undefined };
    const result = await invoke(services, entry, account, request);
    await logOutcome(services, logged, { status: 'answered', networkCode: result.status });
    return view(entry, result);
  } catch (error) {
    await logOutcome(services, logged, { status: 'failed', code: toDomainError(error).code });
    throw error;
  }
}

interface PreparedCall {
  account: AccountRow;
  input: JsonObject;
  logged: LoggedCall;
}

/** All that is decided before the call leaves, in one transaction: whose account, whether the parameters will do, the log. */
async function prepare(
  services: Services,
  user: UserRef,
  entry: CatalogueFunction,
  call: FunctionCall,
): Promise<PreparedCall | FunctionRefusal> {
  const checked = checkInput(entry.definition, call.params);
  return services.db.inWorkspace(user.workspaceId, async (tx) => {
    const found = await findAccount(tx, user, entry.app, call.accountId);
    if ('refusal' in found) return found.refusal;
    if ('problems' in checked) return refusal(checked.problems);
    const { account } = found;
    return { account, input: checked.input, logged: await logSent(tx, entry, account, call.requestId) };
  });
}

function invoke(
  services: Services,
  { app, definition }: CatalogueFunction,
  account: AccountRow,
  request: InvokeRequest,
): Promise<InvokeResult> {
  const isSafe = definition.type === 'QUERY' || definition.idempotent;
  return withAccount(services, {
    app,
    account,
    run: (connector, context) =>
      withRetries({ isSafe, endsAt: context.endsAt, signal: context.signal }, () => connector.invoke(request, context)),
    isRefused: ({ status, hasWritten }) => status === 401 && (isSafe || !hasWritten),
    whenLate: isSafe ? 'Try again.' : 'Whether it carried the call out is not known; look before repeating it.',
  });
}

function view({ definition }: CatalogueFunction, { status, output, nextPage }: InvokeResult): FunctionOutput {
  const result: FunctionOutput = { network_code: String(status), output };
  if (!definition.paged) return result;
  return { ...result, next_page: nextPage ?? '', _cursor: nextPage || null };
}
