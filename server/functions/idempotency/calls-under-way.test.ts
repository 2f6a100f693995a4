import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallsUnderWay } from './calls-under-way.ts';

const request = (key: number, userId = 1) => ({
  workspaceId: 1,
  userId,
  keyHash: Uint8Array.of(key),
  requestHash: Uint8Array.of(0),
});

describe('calls under way', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => vi.useRealTimers());

  /** How long a wait takes, at the latest `leftMs`. */
  async function waited(calls: CallsUnderWay, key: number, looks: number, leftMs = 60_000): Promise<number> {
    const started = performance.now();
    const waiting = calls.wait(request(key), looks, leftMs);
    await vi.runAllTimersAsync();
    await waiting;
    return performance.now() - started;
  }

  it('are waited for to their end, which is also their failure', async () => {
    const calls = new CallsUnderWay();
    for (const end of ['resolve', 'reject'] as const) {
      const work = Promise.withResolvers<void>();
      const made = calls.during(request(1), () => work.promise).catch(() => 'failed');
      let isOver = false;
      const waiting = calls.wait(request(1), 0, 60_000).then(() => (isOver = true));
      await vi.advanceTimersByTimeAsync(10_000);
      expect(isOver).toBe(false);
      work[end]();
      await Promise.all([made, waiting]);
      expect(vi.getTimerCount()).toBe(0);
    }
    expect(await waited(calls, 1, 0)).toBeLessThan(1_000);
  });

  it('of another process are looked for again and again, less and less often', async () => {
    const calls = new CallsUnderWay();
    const times: number[] = [];
    for (const looks of [0, 1, 2, 3, 10]) times.push(Math.round(await waited(calls, 1, looks)));
    expect(times).toEqual([100, 200, 400, 800, 2_000]);
    expect(Math.round(await waited(calls, 1, 10, 300))).toBe(300);
  });

  it('of another user or under another key are nobody’s to wait for', async () => {
    const calls = new CallsUnderWay();
    const work = Promise.withResolvers<void>();
    const made = calls.during(request(1, 2), () => work.promise);
    expect(Math.round(await waited(calls, 1, 0))).toBe(100);
    work.resolve();
    await made;
  });

  it('are waited for as long as the last of two under one key lasts', async () => {
    const calls = new CallsUnderWay();
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const made = [calls.during(request(1), () => first.promise), calls.during(request(1), () => second.promise)];
    first.resolve();
    await made[0];
    let isOver = false;
    const waiting = calls.wait(request(1), 0, 60_000).then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(isOver).toBe(false);
    second.resolve();
    await Promise.all([...made, waiting]);
  });
});
