import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLogger } from './log.ts';
import { repeat } from './repeat.ts';

const log = createLogger('silent');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('work is done again and again, one run at a time, and goes on after a failure', async () => {
  let runs = 0;
  let finish = Promise.withResolvers<void>();
  const stop = repeat('the work', 1_000, log, async () => {
    runs++;
    await finish.promise;
  });
  await vi.advanceTimersByTimeAsync(3_500);
  expect(runs).toBe(1);
  finish.reject(new Error('once'));
  finish = Promise.withResolvers();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(runs).toBe(2);
  finish.resolve();
  await stop();
});

test('stopping waits for the run under way, and no other comes', async () => {
  let ended = false;
  const finish = Promise.withResolvers<void>();
  const stop = repeat('the work', 1_000, log, async () => {
    await finish.promise;
    ended = true;
  });
  await vi.advanceTimersByTimeAsync(1_000);
  const stopped = stop();
  finish.resolve();
  await stopped;
  expect(ended).toBe(true);
  ended = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ended).toBe(false);
});
