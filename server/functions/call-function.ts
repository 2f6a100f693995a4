import type { FunctionResult } from '#bridge-protocol/entities/function-result.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { carryOut } from './carry-out.ts';
import { checkCall, intend, type FunctionCall } from './prepare-call.ts';

/**
 * Calls a function with a user's credentials. An error that the third party answers is a result, with its status; so
 * is a refusal for want of an account or of valid parameters. Throws `unknown_function`, `unknown_account`,
 * `needs_reconnect`, `provider_unreachable`, `provider_timeout`, `egress_blocked`, `response_too_large`.
 */
export async function callFunction(services: Services, user: UserRef, call: FunctionCall): Promise<FunctionResult> {
  const checked = checkCall(services, call);
  const prepared = await services.db.inWorkspace(user.workspaceId, async (tx) => {
    const found = await checked.findAccount(tx, user);
    return 'refusal' in found ? found : intend(tx, services, checked, found);
  });
  return 'refusal' in prepared ? prepared.refusal : carryOut(services, prepared);
}
