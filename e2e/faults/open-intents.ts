import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from './cluster/cluster.ts';

const LOOK_MS = 500;

/** Looks, as long as it is not stopped, how long calls stay open of which the row says that they were sent. */
export class OpenIntents {
  readonly #cluster: Cluster;
  readonly #stop = new AbortController();
  readonly #watching: Promise<void>;
  #longest = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#watching = this.#watch();
  }

  /** Waits until none is open, for a while, and answers how many seconds the oldest one was; infinitely many where one stays. */
  async settled(patienceMs: number): Promise<number> {
    this.#stop.abort();
    await this.#watching;
    const giveUpAt = performance.now() + patienceMs;
    while ((await this.#look()) > 0) {
      if (performance.now() > giveUpAt) return Number.POSITIVE_INFINITY;
      await wait(LOOK_MS);
    }
    return this.#longest;
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#look();
      await wait(LOOK_MS);
    }
  }

  /** The age of the oldest one; 0 where there is none. */
  async #look(): Promise<number> {
    const oldest = `select extract(epoch from now() - min(started_at)) as age from function_calls where status = 'sent'`;
    const [row] = await this.#cluster.sql(oldest);
    const age = Number(row?.['age'] ?? 0);
    this.#longest = Math.max(this.#longest, age);
    return age;
  }
}
