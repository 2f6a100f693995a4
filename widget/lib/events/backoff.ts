const FIRST = 500;
const LONGEST = 30_000;

/** Milliseconds before the nth try after a failure: exponential, with full jitter, so that clients do not come in step. */
export function backoff(failures: number): number {
  return Math.random() * Math.min(LONGEST, FIRST * 2 ** failures);
}
