import type { FunctionResult } from '#bridge-protocol/entities/function-result.ts';
import { toDomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { callFunction, type FunctionCall } from './call-function.ts';

/** As `callFunction`, and counts the call by its app and what became of it. */
export async function measuredCall(services: Services, user: UserRef, call: FunctionCall): Promise<FunctionResult> {
  const { app } = services.catalogue.findFunction(call.name);
  const started = performance.now();
  const count = (outcome: string): void =>
    services.metrics.callEnded(app.name, outcome, (performance.now() - started) / 1_000);
  try {
    const result = await callFunction(services, user, call);
    count('error' in result ? 'refused' : classOf(result.network_code));
    return result;
  } catch (error) {
    count(toDomainError(error).code);
    throw error;
  }
}

/** `2xx` for 204: third parties have numbers of their own. */
function classOf(networkCode: string): string {
  return /^[1-5]\d\d$/.test(networkCode) ? `${networkCode[0]}xx` : 'other';
}
