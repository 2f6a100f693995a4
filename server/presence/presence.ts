import { sql } from 'kysely';
import type { Database } from '../db/database.ts';

/** How often a process says that it lives, in milliseconds. */
export const BEAT_MS = 2_000;
/** Longer than a process that lives may be silent. */
const SILENCE = sql<Date>`now() - interval '15 seconds'`;
/** So many in a row: until then others may be silent only because the database, or the whole machine, was away. */
const BEATS_TO_JUDGE = 3;

/** This process among those on the database: a row that it renews. Whose row is gone, or old, is dead. */
export class Presence {
  readonly #db: Database;
  readonly #processId: string;
  #beats = 0;
  #lastBeat = -Infinity;

  constructor(db: Database, processId: string) {
    this.#db = db;
    this.#processId = processId;
  }

  /** To be called every `BEAT_MS`, once before anything else. True where this process may judge who is dead. */
  async beat(now = performance.now()): Promise<boolean> {
    const isInTime = now - this.#lastBeat < 2 * BEAT_MS;
    const before = isInTime ? this.#beats : 0;
    this.#beats = 0;
    await this.#db.asOwner((tx) =>
      tx
        .insertInto('server_processes')
        .values({ id: this.#processId })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at: sql<Date>`now()` }))
        .execute(),
    );
    this.#lastBeat = now;
    this.#beats = before + 1;
    return this.#beats >= BEATS_TO_JUDGE;
  }

  /** Takes the rows of the dead away. */
  async bury(): Promise<void> {
    await this.#db.asOwner((tx) => tx.deleteFrom('server_processes').where('seen_at', '<', SILENCE).execute());
  }

  /** The last that is heard of it. */
  async leave(): Promise<void> {
    await this.#db.asOwner((tx) => tx.deleteFrom('server_processes').where('id', '=', this.#processId).execute());
  }
}
