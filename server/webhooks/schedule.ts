const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after each failed try the next one comes, in milliseconds: three days and some hours in all. */
const waits = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

export const MAX_TRIES = waits.length + 1;

/** How much longer, at most, a wait takes by chance: messages that failed together do not come back together. */
const JITTER = 0.2;

/** Milliseconds from a failed try to the next; undefined after the last one. `random` is from 0 up to 1. */
export function waitAfter(tries: number, random = Math.random()): number | undefined {
  const wait = waits[tries - 1];
  return wait === undefined ? undefined : Math.round(wait * (1 + JITTER * random));
}
