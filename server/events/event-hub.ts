import type { Database } from '../db/database.ts';
import type { UserRef } from '../sessions/identity.ts';
import { EVENTS_CHANNEL, streamKey } from './channel.ts';

type Wake = () => void;

/** One LISTEN for the whole process, fanned out to the streams of each user. It carries no events: it says "look again". */
export class EventHub {
  readonly #wakesByKey = new Map<string, Set<Wake>>();
  #stopListening: (() => Promise<void>) | undefined;

  async start(db: Database): Promise<void> {
    this.#stopListening = await db.listen(
      EVENTS_CHANNEL,
      (key) => this.#wakesByKey.get(key)?.forEach((wake) => wake()),
      () => this.#wakesByKey.forEach((wakes) => wakes.forEach((wake) => wake())),
    );
  }

  /** Calls `wake` whenever the user's stream may have grown, until the returned disposer is called. */
  subscribe(user: UserRef, wake: Wake): () => void {
    const key = streamKey(user);
    const wakes = this.#wakesByKey.get(key) ?? new Set();
    this.#wakesByKey.set(key, wakes.add(wake));
    return () => {
      wakes.delete(wake);
      if (wakes.size === 0 && this.#wakesByKey.get(key) === wakes) this.#wakesByKey.delete(key);
    };
  }

  /** How many streams of the user are open in this process. */
  countOf(user: UserRef): number {
    return this.#wakesByKey.get(streamKey(user))?.size ?? 0;
  }

  async stop(): Promise<void> {
    await this.#stopListening?.();
    this.#stopListening = undefined;
  }
}
