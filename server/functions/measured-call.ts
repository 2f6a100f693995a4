import type { FunctionResult } from '#bridge-protocol/entities/function-result.ts';
import { toDomainError } from '../errors.ts';
import type { Services } from '../services.ts';

/** Makes the call of a function, and counts it by its app and what became of it. Throws `unknown_function`, and as the call does. */
export async function measuredCall(
  { catalogue, metrics }: Pick<Services, 'catalogue' | 'metrics'>,
  functionName: string,
  call: () => Promise<FunctionResult>,
): Promise<FunctionResult> {
  const { app } = catalogue.findFunction(functionName);
  const started = performance.now();
  const count = (outcome: string): void => metrics.callEnded(app.name, outcome, (performance.now() - started) / 1_000);
  try {
    const result = await call();
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
