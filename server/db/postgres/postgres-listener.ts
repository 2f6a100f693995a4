import pg from 'pg';
import { checkedChannel } from '../channel.ts';
import { asDatabaseError } from '../database-errors.ts';
import { beforeDeadline } from '../deadline.ts';

interface Subscription {
  channel: string;
  onPayload: (payload: string) => void;
  onGap: () => void;
}

const FIRST_RETRY_MS = 100;
/** Few connections wait like this, and pages wait for what they bring. */
const LAST_RETRY_MS = 1_000;
const HEARTBEAT_MS = 15_000;
const HEARTBEAT_ANSWER_MS = 5_000;
const END_DEADLINE_MS = 2_000;

/** One connection that listens to all channels. When it is lost, it is made anew and every subscriber told of the gap. */
export class PostgresListener {
  readonly #config: pg.ClientConfig;
  readonly #subscriptions = new Set<Subscription>();
  #client: pg.Client | undefined;
  #connecting: Promise<pg.Client> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #hasGap = false;
  #closed = false;

  constructor(config: pg.ClientConfig) {
    this.#config = { ...config, query_timeout: HEARTBEAT_ANSWER_MS };
  }

  /** Resolves once the channel is listened to; rejects with `database_unreachable`. Returns the disposer. */
  async listen(
    channel: string,
    onPayload: Subscription['onPayload'],
    onGap: Subscription['onGap'],
  ): Promise<() => Promise<void>> {
    const subscription = { channel: checkedChannel(channel), onPayload, onGap };
    this.#subscriptions.add(subscription);
    try {
      const client = await this.#connected();
      await client.query(`listen ${channel}`);
    } catch (error) {
      this.#subscriptions.delete(subscription);
      throw asDatabaseError(error);
    }
    // The connection goes on listening: a notification without a subscriber costs nothing.
    return async () => void this.#subscriptions.delete(subscription);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#subscriptions.clear();
    clearTimeout(this.#retry);
    await this.#connecting?.catch(() => undefined);
    const client = this.#client;
    this.#forget();
    if (client) await beforeDeadline(client.end(), END_DEADLINE_MS, 'late').catch(() => undefined);
  }

  /** The open connection, or the one being made; callers that come meanwhile share it. */
  #connected(): Promise<pg.Client> {
    if (this.#client) return Promise.resolve(this.#client);
    if (this.#closed) return Promise.reject(new Error('The database is closed.'));
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(this.#config);
    // Also what keeps a late error of a connection given up from ending the process.
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ channel, payload = '' }) => {
      for (const subscription of this.#subscriptions)
        if (subscription.channel === channel) subscription.onPayload(payload);
    });
    try {
      await client.connect();
      const channels = new Set([...this.#subscriptions].map(({ channel }) => channel));
      for (const channel of channels) await client.query(`listen ${channel}`);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    this.#heartbeat = setInterval(() => void this.#beat(client), HEARTBEAT_MS).unref();
    this.#tellOfGap();
    return client;
  }

  #tellOfGap(): void {
    if (!this.#hasGap) return;
    this.#hasGap = false;
    for (const { onGap } of this.#subscriptions) onGap();
  }

  /** Notices a connection whose other end is gone without a word. */
  async #beat(client: pg.Client): Promise<void> {
    try {
      await client.query('select 1');
    } catch {
      this.#lost(client);
    }
  }

  #lost(client: pg.Client): void {
    if (client !== this.#client || this.#closed) return;
    this.#forget();
    void client.end().catch(() => undefined);
    this.#hasGap = true;
    this.#reconnectAfter(FIRST_RETRY_MS);
  }

  #reconnectAfter(milliseconds: number): void {
    this.#retry = setTimeout(() => {
      this.#connected().catch(() => {
        if (!this.#closed) this.#reconnectAfter(Math.min(2 * milliseconds, LAST_RETRY_MS));
      });
    }, milliseconds);
  }

  #forget(): void {
    this.#client = undefined;
    clearInterval(this.#heartbeat);
  }
}
