import { expect, it } from 'vitest';
import { MAX_TRIES, waitAfter } from './schedule.ts';

const HOUR = 60 * 60_000;

it('spreads ten tries over three days, and each wait by chance', () => {
  const waits = Array.from({ length: MAX_TRIES }, (_, index) => waitAfter(index + 1, 0));
  expect(waits).toHaveLength(10);
  expect(waits.at(-1)).toBeUndefined();
  const known = waits.slice(0, -1) as number[];
  expect(known).toEqual(known.toSorted((a, b) => a - b));
  const total = known.reduce((sum, wait) => sum + wait, 0);
  expect(total / HOUR).toBeGreaterThan(72);
  expect(total / HOUR).toBeLessThan(80);
  expect(waitAfter(1, 0.5)).toBe(5_500);
});
