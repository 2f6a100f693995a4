import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CallsUnderWay } from './calls-under-way.ts';

interface Pause {
  ms: number;
  signal: AbortSignal;
  end: () => void;
}
const { pauses } = vi.hoisted(() => ({ pauses: [] as Pause[] }));

/** Time passes where a test says so. */
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, _value: undefined, { signal }: { signal: AbortSignal }) =>
    new Promise<void>((resolve, reject) => {
      pauses.push({ ms, signal, end: resolve });
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    }),
}));

const request = (userId = 1) => ({
  workspaceId: 1,
  userId,
  keyHash: Uint8Array.of(7),
  requestHash: Uint8Array.of(0),
});

describe('calls under way', () => {
  let calls: CallsUnderWay;
  beforeEach(() => {
    pauses.length = 0;
    calls = new CallsUnderWay();
  });

  /** For how long one waits who is not told before. */
  async function pauseOf(looks: number, leftMs: number): Promise<number | undefined> {
    const waiting = calls.wait(request(), looks, leftMs);
    const pause = pauses.at(-1);
    pause?.end();
    await waiting;
    return pause?.ms;
  }

  it('of this process are waited for to their end, which may be a failure', async () => {
    for (const end of ['resolve', 'reject'] as const) {
      const work = Promise.withResolvers<void>();
      const made = calls.during(request(), () => work.promise).catch(() => undefined);
      const waiting = calls.wait(request(), 0, 60_000);
      expect(pauses.at(-1)).toMatchObject({ ms: 60_000, signal: { aborted: false } });
      work[end]();
      await Promise.all([made, waiting]);
      // Nothing goes on in vain.
      expect(pauses.at(-1)?.signal.aborted).toBe(true);
    }
    expect(await pauseOf(0, 60_000)).toBe(100);
  });

  it('of another process are looked for again, less and less often, and not for longer than there is time', async () => {
    const times: unknown[] = [];
    for (const looks of [0, 1, 2, 3, 10]) times.push(await pauseOf(looks, 60_000));
    expect(times).toEqual([100, 200, 400, 800, 2_000]);
    expect(await pauseOf(10, 300)).toBe(300);
  });

  it('of another user are nobody’s to wait for', async () => {
    const work = Promise.withResolvers<void>();
    const made = calls.during(request(2), () => work.promise);
    expect(await pauseOf(0, 60_000)).toBe(100);
    work.resolve();
    await made;
  });

  it('are waited for still where an earlier one under the same key has ended', async () => {
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const made = [first, second].map((work) => calls.during(request(), () => work.promise));
    first.resolve();
    await made[0];
    expect(await pauseOf(0, 60_000)).toBe(60_000);
    second.resolve();
    await made[1];
    expect(await pauseOf(0, 60_000)).toBe(100);
  });
});
