import * as z from 'zod/mini';
import { ServerEvent } from '#bridge-protocol/events/server-event.ts';
import type { EventFeed } from './event-feed.ts';
import type { EventStream, StreamSink } from './event-stream.ts';

/** What instances of one user on one host site tell each other. */
const PeerMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), event: ServerEvent }),
  /** Where the leader stands */
  z.object({ kind: z.literal('cursor'), id: z.int() }),
  /** A follower asks for that */
  z.object({ kind: z.literal('where') }),
]);
type PeerMessage = z.infer<typeof PeerMessage>;

/**
 * One stream for all instances of one user on one host site: the holder of a Web Lock leads and hands each event on by
 * BroadcastChannel. The browser keeps both apart by top-level site. Where it has neither, each instance has its own.
 */
export class SharedStream {
  readonly #name: string;
  readonly #feed: EventFeed;
  readonly #stream: EventStream;
  #isLeader = false;
  #isAlone = false;
  #isTakingOver = false;
  #queued: AbortController | undefined;

  constructor(name: string, feed: EventFeed, stream: EventStream) {
    this.#name = name;
    this.#feed = feed;
    this.#stream = stream;
  }

  /** True where the browser gives an embedded page no locks, as Chromium does without third-party cookies. */
  get isAlone(): boolean {
    return this.#isAlone;
  }

  /** Runs until the signal is aborted: as follower, and as leader once nobody else is. */
  async run(signal: AbortSignal): Promise<void> {
    const channel = openChannel(this.#name);
    this.#isAlone = channel === undefined;
    if (!channel) return this.#stream.run(this.#feed, signal);
    channel.onmessage = ({ data }) => this.#hear(data, channel);
    post(channel, { kind: 'where' });
    try {
      while (!signal.aborted) await this.#takeTurn(channel, signal);
    } finally {
      channel.close();
    }
  }

  /** There is proof that the leader does not hand events on: lead instead of it. */
  takeOver(): void {
    if (this.#isLeader) return this.#stream.wake();
    this.#isTakingOver = true;
    this.#queued?.abort();
  }

  /** Waits for the lock and leads while it is held. Returns when it was lost, or never got. */
  async #takeTurn(channel: BroadcastChannel, signal: AbortSignal): Promise<void> {
    const turn = new AbortController();
    const end = (): void => turn.abort();
    signal.addEventListener('abort', end, { once: true });
    this.#queued = turn;
    const options = this.#isTakingOver ? { steal: true } : { signal: turn.signal };
    this.#isTakingOver = false;
    try {
      await navigator.locks.request(this.#name, options, () => this.#lead(channel, turn.signal));
    } catch (error) {
      // AbortError: stopped, on the way to take over, or another instance took over. Else there are no locks here.
      if (isAbort(error)) return;
      this.#isAlone = true;
      await this.#lead(channel, turn.signal);
    } finally {
      end();
      signal.removeEventListener('abort', end);
    }
  }

  async #lead(channel: BroadcastChannel, signal: AbortSignal): Promise<void> {
    this.#isLeader = true;
    try {
      await this.#stream.run(new LeadersSink(this.#feed, channel), signal);
    } finally {
      this.#isLeader = false;
    }
  }

  #hear(data: unknown, channel: BroadcastChannel): void {
    const message = z.safeParse(PeerMessage, data);
    if (!message.success) return;
    if (message.data.kind === 'event') this.#feed.accept(message.data.event);
    else if (message.data.kind === 'cursor') this.#feed.locate(message.data.id);
    else if (this.#isLeader && this.#feed.lastId !== undefined)
      post(channel, { kind: 'cursor', id: this.#feed.lastId });
  }
}

/** The leader's own feed, and everybody else's. */
class LeadersSink implements StreamSink {
  readonly #feed: EventFeed;
  readonly #channel: BroadcastChannel;

  constructor(feed: EventFeed, channel: BroadcastChannel) {
    this.#feed = feed;
    this.#channel = channel;
  }

  get lastId(): number | undefined {
    return this.#feed.lastId;
  }

  start(id: number): void {
    this.#feed.start(id);
    post(this.#channel, { kind: 'cursor', id });
  }

  accept(event: ServerEvent): void {
    this.#feed.accept(event);
    post(this.#channel, { kind: 'event', event });
  }

  skip(id: number): void {
    this.#feed.skip(id);
  }
}

function post(channel: BroadcastChannel, message: PeerMessage): void {
  channel.postMessage(message);
}

/** Undefined where the browser has no locks or channels, or denies them to an embedded page. */
function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return 'locks' in navigator ? new BroadcastChannel(name) : undefined;
  } catch {
    return undefined;
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
