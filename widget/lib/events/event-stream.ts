import * as z from 'zod/mini';
import { ServerEvent } from '#bridge-protocol/events/server-event.ts';
import { backoff } from './backoff.ts';
import { Pause } from './pause.ts';
import { SseParser } from './sse-parser.ts';
import type { SseMessage } from './sse-parser.ts';

/** The server's heartbeat comes every 15 s; after two of them are missing the connection is dead, whatever it says. */
const SILENCE = 40_000;

export type OpenStream = (lastEventId: number | undefined, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;

/** Where a stream's messages go. */
export interface StreamSink {
  readonly lastId: number | undefined;
  start(id: number): void;
  accept(event: ServerEvent): void;
  skip(id: number): void;
}

/** The connection to the server's event stream: made anew whenever it breaks, resumed after the last event it saw. */
export class EventStream {
  readonly #open: OpenStream;
  readonly #pause = new Pause();
  #connection: AbortController | undefined;
  #lastActivity = 0;

  constructor(open: OpenStream) {
    this.#open = open;
  }

  /** True while events arrive by this connection. */
  get isLive(): boolean {
    return this.#connection !== undefined && Date.now() - this.#lastActivity < SILENCE;
  }

  /** Runs until the signal is aborted. Never throws: what goes wrong is tried again. */
  async run(sink: StreamSink, signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const wasOpen = await this.#connect(sink, signal);
      failures = wasOpen ? 0 : failures + 1;
      await this.#pause.wait(backoff(failures), signal);
    }
  }

  /** Something changed for the better: try at once. A connection that was silent for a while may be dead. */
  wake(): void {
    if (Date.now() - this.#lastActivity > SILENCE / 2) this.#connection?.abort();
    this.#pause.wake();
  }

  async #connect(sink: StreamSink, signal: AbortSignal): Promise<boolean> {
    const connection = new AbortController();
    const abort = (): void => connection.abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      const stream = await this.#open(sink.lastId, connection.signal);
      this.#connection = connection;
      await this.#read(stream, sink, connection);
      return true;
    } catch {
      // A refusal and a broken line alike are tried again; whoever calls a method hears the reason there.
      return this.#connection === connection;
    } finally {
      signal.removeEventListener('abort', abort);
      connection.abort();
      this.#connection = undefined;
    }
  }

  async #read(stream: ReadableStream<Uint8Array>, sink: StreamSink, connection: AbortController): Promise<void> {
    const parser = new SseParser();
    const decoder = new TextDecoder();
    const reader = stream.getReader();
    // Not every reader ends with the signal that opened its stream.
    connection.signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined), { once: true });
    for (;;) {
      this.#lastActivity = Date.now();
      const watchdog = setTimeout(() => connection.abort(), SILENCE);
      const { done, value } = await reader.read().finally(() => clearTimeout(watchdog));
      if (done) return;
      for (const message of parser.push(decoder.decode(value, { stream: true }))) deliver(message, sink);
    }
  }
}

function deliver(message: SseMessage, sink: StreamSink): void {
  const id = Number(message.id);
  if (message.id === '' || !Number.isSafeInteger(id)) return;
  if (message.event === 'cursor') return sink.start(id);
  const event = z.safeParse(ServerEvent, { id, type: message.event, payload: parse(message.data) });
  if (event.success) sink.accept(event.data);
  else sink.skip(id);
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
