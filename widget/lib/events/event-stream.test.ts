import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ServerEvent } from '#bridge-protocol/events/server-event.ts';
import { connectedEvent, disconnectedEvent } from '../testing/samples.ts';
import { EventFeed } from './event-feed.ts';
import { EventStream } from './event-stream.ts';

/** The server's end of one connection. */
interface Connection {
  lastEventId: number | undefined;
  signal: AbortSignal;
  send(text: string): void;
  end(): void;
  break(): void;
}

const encoder = new TextEncoder();

function textOf({ id, type, payload }: ServerEvent): string {
  return `event: ${type}\nid: ${id}\ndata: ${JSON.stringify(payload)}\n\n`;
}

function streamOf(open?: (connections: Connection[]) => void) {
  const connections: Connection[] = [];
  const stream = new EventStream(async (lastEventId, signal) => {
    let controller: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
    connections.push({
      lastEventId,
      signal,
      send: (text) => controller.enqueue(encoder.encode(text)),
      end: () => controller.close(),
      break: () => controller.error(new TypeError('network')),
    });
    open?.(connections);
    return body;
  });
  const feed = new EventFeed({ read: () => undefined, write: () => undefined });
  const seen: ServerEvent[] = [];
  feed.subscribe((event) => seen.push(event));
  const stop = new AbortController();
  const run = stream.run(feed, stop.signal);
  return { stream, feed, seen, stop, run, connections, latest: () => connections.at(-1)! };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('the event stream', () => {
  test('begins from now on, learns where it stands, and hands out what comes', async () => {
    const { feed, seen, stop, latest } = streamOf();
    await settle();
    expect(latest().lastEventId).toBeUndefined();
    latest().send(': open\n\nevent: cursor\nid: 4\ndata: {}\n\n');
    await settle();
    expect(feed.lastId).toBe(4);
    latest().send(textOf(connectedEvent(5)) + textOf(disconnectedEvent(6)));
    await settle();
    expect(seen).toEqual([connectedEvent(5), disconnectedEvent(6)]);
    stop.abort();
  });

  test.each(['end', 'break'] as const)('resumes after the last event when the connection %ss', async (how) => {
    const { seen, stop, connections, latest } = streamOf();
    await settle();
    latest().send(`event: cursor\nid: 4\n\n${textOf(connectedEvent(5))}`);
    await settle();
    latest()[how]();
    await vi.advanceTimersByTimeAsync(500);
    expect(connections).toHaveLength(2);
    expect(latest().lastEventId).toBe(5);
    latest().send(`event: cursor\nid: 5\n\n${textOf(connectedEvent(6))}`);
    await settle();
    expect(seen.map(({ id }) => id)).toEqual([5, 6]);
    stop.abort();
  });

  test('skips what this version does not know, and does not ask for it again', async () => {
    const { seen, feed, stop, latest } = streamOf();
    await settle();
    latest().send('event: cursor\nid: 4\n\nevent: from-the-future\nid: 5\ndata: {}\n\n');
    latest().send('event: app-connected\nid: 6\ndata: not JSON\n\nevent: app-connected\ndata: {}\n\n');
    latest().send(textOf(connectedEvent(7)));
    await settle();
    expect(seen.map(({ id }) => id)).toEqual([7]);
    expect(feed.lastId).toBe(7);
    stop.abort();
  });

  test('takes silence for a dead connection, and heartbeats for a live one', async () => {
    const { stream, stop, connections, latest } = streamOf();
    await settle();
    for (let beat = 0; beat < 4; beat += 1) {
      latest().send(': heartbeat\n\n');
      await vi.advanceTimersByTimeAsync(30_000);
    }
    expect(connections).toHaveLength(1);
    expect(stream.isLive).toBe(true);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(connections[0]?.signal.aborted).toBe(true);
    expect(connections).toHaveLength(2);
    stop.abort();
  });

  test('tries ever more seldom while it is refused, and never gives up', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const { stop, connections } = streamOf(() => {
      throw new Error('refused');
    });
    const counts: number[] = [];
    for (let minute = 0; minute < 4; minute += 1) {
      const before = connections.length;
      await vi.advanceTimersByTimeAsync(60_000);
      counts.push(connections.length - before);
    }
    expect(counts[0]).toBeGreaterThan(4);
    expect(counts[3]).toBeGreaterThanOrEqual(2);
    expect(counts[3]).toBeLessThanOrEqual(3);
    stop.abort();
    vi.restoreAllMocks();
  });

  test('tries at once when something has changed for the better', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const { stream, stop, connections } = streamOf(() => {
      throw new Error('offline');
    });
    await vi.advanceTimersByTimeAsync(60_000);
    const before = connections.length;
    stream.wake();
    await settle();
    expect(connections).toHaveLength(before + 1);
    stop.abort();
    vi.restoreAllMocks();
  });

  test('ends with its signal, connected or waiting', async () => {
    const connected = streamOf();
    await settle();
    connected.stop.abort();
    await connected.run;
    expect(connected.latest().signal.aborted).toBe(true);
    expect(connected.stream.isLive).toBe(false);

    const waiting = streamOf(() => {
      throw new Error('offline');
    });
    await settle();
    waiting.stop.abort();
    await waiting.run;
  });
});
