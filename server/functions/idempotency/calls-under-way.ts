import { setTimeout as delay } from 'node:timers/promises';
import type { KeyedRequest } from './keyed-request.ts';

const FIRST_LOOK_MS = 100;
const LAST_LOOK_MS = 2_000;

/** The calls that this process makes under a key, for those who wait for the same ones. */
export class CallsUnderWay {
  readonly #ends = new Map<string, Promise<void>>();

  async during<Result>(request: KeyedRequest, work: () => Promise<Result>): Promise<Result> {
    const key = textOf(request);
    const end = Promise.withResolvers<void>();
    this.#ends.set(key, end.promise);
    try {
      return await work();
    } finally {
      if (this.#ends.get(key) === end.promise) this.#ends.delete(key);
      end.resolve();
    }
  }

  /**
   * Returns when it is time to look at the key again, at the latest after `leftMs`: once this process has made the call, or
   * after a while, which grows with each look, where another one makes it.
   */
  async wait(request: KeyedRequest, looks: number, leftMs: number): Promise<void> {
    const end = this.#ends.get(textOf(request));
    const pause = end ? leftMs : Math.min(FIRST_LOOK_MS * 2 ** looks, LAST_LOOK_MS, leftMs);
    const enough = new AbortController();
    const timer = delay(pause, undefined, { signal: enough.signal }).catch(() => undefined);
    await Promise.race([timer, ...(end ? [end] : [])]);
    enough.abort();
  }
}

function textOf({ workspaceId, userId, keyHash }: KeyedRequest): string {
  return `${workspaceId}:${userId}:${Buffer.from(keyHash).toString('base64')}`;
}
