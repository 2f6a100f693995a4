import type { Outcome } from '#bridge-protocol/failure.ts';
import { IntegryError, integryError } from './integry-error.ts';

/** The value of a bridge call's answer, or its error thrown. The answer is looked at, not trusted. */
export function unwrap(answer: unknown): unknown {
  const outcome = answer as Outcome<unknown> | null | undefined;
  if (outcome?.ok === true) return outcome.value;
  if (outcome?.ok === false && typeof outcome.error?.code === 'string') throw new IntegryError(outcome.error);
  throw integryError('protocol_mismatch', 'The widget speaks another protocol');
}

/** How the promise ends, as a value: for the widget, which an error would reach without its code. */
export function answerOf<Value>(promise: Promise<Value>): Promise<Outcome<Value>> {
  return promise.then(
    (value) => ({ ok: true, value }),
    ({ code, message, requestId }: IntegryError) => ({ ok: false, error: { code, message, requestId } }),
  );
}
