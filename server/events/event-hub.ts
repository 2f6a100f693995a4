import type { Database } from '../db/database.ts';
import type { UserRef } from '../sessions/identity.ts';
import type { Bell } from './bell.ts';
import { EVENTS_CHANNEL, streamKey } from './channel.ts';

/**
 * One LISTEN for the whole process, fanned out to the streams of each user. It carries no events: it rings, and the
 * stream looks into the table.
 */
export class EventHub {
  readonly #bellsByKey = new Map<string, Set<Bell>>();
  readonly #closing = new AbortController();
  #stopListening: (() => Promise<void>) | undefined;

  /** Aborted when the server stops: streams end then. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  async start(db: Database): Promise<void> {
    this.#stopListening = await db.listen(
      EVENTS_CHANNEL,
      (key) => (key.endsWith(':') ? this.#ringAll(key) : this.#bellsByKey.get(key)?.forEach((bell) => bell.ring())),
      () => this.#ringAll(''),
    );
  }

  /** Rings whenever the user's stream may have grown, until the returned disposer is called. */
  subscribe(user: UserRef, bell: Bell): () => void {
    const key = streamKey(user);
    const bells = this.#bellsByKey.get(key) ?? new Set();
    this.#bellsByKey.set(key, bells.add(bell));
    return () => {
      bells.delete(bell);
      if (bells.size === 0 && this.#bellsByKey.get(key) === bells) this.#bellsByKey.delete(key);
    };
  }

  /** How many streams of the user are open in this process. */
  countOf(user: UserRef): number {
    return this.#bellsByKey.get(streamKey(user))?.size ?? 0;
  }

  /** How many streams are open in this process, of all users. */
  get size(): number {
    return [...this.#bellsByKey.values()].reduce((size, bells) => size + bells.size, 0);
  }

  async stop(): Promise<void> {
    this.#closing.abort();
    this.#ringAll('');
    await this.#stopListening?.();
    this.#stopListening = undefined;
  }

  #ringAll(prefix: string): void {
    for (const [key, bells] of this.#bellsByKey) {
      if (key.startsWith(prefix)) for (const bell of bells) bell.ring();
    }
  }
}
