import { toDomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { OnceResult } from './idempotency/call-once.ts';

/** Makes the call of a function, and counts it by its app and what became of it. Throws `unknown_function`, and as the call does. */
export async function measuredCall(
  { catalogue, metrics }: Pick<Services, 'catalogue' | 'metrics'>,
  functionName: string,
  call: () => Promise<OnceResult>,
): Promise<OnceResult> {
  const { app } = catalogue.findFunction(functionName);
  const started = performance.now();
  const count = (outcome: string): void => metrics.callEnded(app.name, outcome, (performance.now() - started) / 1_000);
  try {
    const made = await call();
    if ('replayed' in made) count('replayed');
    else count('error' in made.result ? 'refused' : classOf(made.result.network_code));
    return made;
  } catch (error) {
    count(toDomainError(error).code);
    throw error;
  }
}

/** `2xx` for 204: third parties have numbers of their own. */
function classOf(networkCode: string): string {
  return /^[1-5]\d\d$/.test(networkCode) ? `${networkCode[0]}xx` : 'other';
}
