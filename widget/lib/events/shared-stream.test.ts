import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { connectedEvent } from '../testing/samples.ts';
import { EventFeed } from './event-feed.ts';
import { EventStream } from './event-stream.ts';
import type { StreamSink } from './event-stream.ts';
import { SharedStream } from './shared-stream.ts';

/** Node has Web Locks and BroadcastChannel of its own, so several instances can stand side by side here. */
class Instance {
  readonly feed = new EventFeed({ read: () => undefined, write: () => undefined });
  readonly seen: number[] = [];
  readonly stop = new AbortController();
  readonly shared: SharedStream;
  /** Where its stream delivers, while it has one */
  sink: StreamSink | undefined;
  resumedAfter: number | undefined;
  ended: Promise<void>;

  constructor(name: string) {
    const stream = new EventStream(() => Promise.reject(new Error('not used')));
    vi.spyOn(stream, 'run').mockImplementation(async (sink, signal) => {
      this.sink = sink;
      this.resumedAfter = sink.lastId;
      await new Promise((resolve) => {
        if (signal.aborted) resolve(undefined);
        signal.addEventListener('abort', resolve);
      });
      this.sink = undefined;
    });
    this.feed.subscribe((event) => this.seen.push(event.id));
    this.shared = new SharedStream(name, this.feed, stream);
    this.ended = this.shared.run(this.stop.signal);
  }

  get leads(): boolean {
    return this.sink !== undefined;
  }
}

const started: Instance[] = [];

function start(name: string): Instance {
  const instance = new Instance(name);
  started.push(instance);
  return instance;
}

/** The leader is known before the next one starts. */
async function group(size: number): Promise<Instance[]> {
  const name = `test/${randomUUID()}`;
  const leader = start(name);
  await vi.waitFor(() => expect(leader.leads).toBe(true));
  return [leader, ...Array.from({ length: size - 1 }, () => start(name))];
}

afterEach(async () => {
  vi.unstubAllGlobals();
  for (const { stop } of started) stop.abort();
  await Promise.all(started.splice(0).map(({ ended }) => ended));
});

describe('instances of one user', () => {
  test('share one stream, and each hears every event once', async () => {
    const instances = await group(4);
    instances[0]?.sink?.start(4);
    instances[0]?.sink?.accept(connectedEvent(5));
    instances[0]?.sink?.accept(connectedEvent(6));
    await vi.waitFor(() => {
      for (const { seen } of instances) expect(seen).toEqual([5, 6]);
    });
    expect(instances.map(({ leads }) => leads)).toEqual([true, false, false, false]);
  });

  test('learn from the leader where it stands, also when they come late', async () => {
    const [leader, follower] = await group(2);
    leader?.sink?.start(4);
    await follower?.feed.located;
    expect(follower?.feed.lastId).toBe(4);
  });

  test('follow another one when the leader ends; it resumes where it was itself', async () => {
    const [leader, follower] = await group(2);
    leader?.sink?.start(4);
    leader?.sink?.accept(connectedEvent(5));
    await vi.waitFor(() => expect(follower?.seen).toEqual([5]));
    leader?.stop.abort();
    await vi.waitFor(() => expect(follower?.leads).toBe(true));
    expect(follower?.resumedAfter).toBe(5);
  });

  test('can take over from a leader that does not deliver, which then follows', async () => {
    const [leader, follower] = await group(2);
    leader?.sink?.start(4);
    await follower?.feed.located;
    follower?.shared.takeOver();
    await vi.waitFor(() => expect([leader?.leads, follower?.leads]).toEqual([false, true]));
    follower?.sink?.accept(connectedEvent(5));
    await vi.waitFor(() => expect(leader?.seen).toEqual([5]));
    expect(follower?.resumedAfter).toBe(4);
  });

  test('of different users share nothing', async () => {
    const [first] = await group(1);
    const [second] = await group(1);
    first?.sink?.accept(connectedEvent(5));
    await vi.waitFor(() => expect(first?.seen).toEqual([5]));
    expect(second?.seen).toEqual([]);
    expect(second?.leads).toBe(true);
  });

  test('ignore what is not of their language', async () => {
    const name = `test/${randomUUID()}`;
    const instance = start(name);
    await vi.waitFor(() => expect(instance.leads).toBe(true));
    const channel = new BroadcastChannel(name);
    for (const message of [
      null,
      'where',
      {},
      { kind: 'event' },
      { kind: 'event', event: { id: '5' } },
      { kind: 'cursor' },
    ]) {
      channel.postMessage(message);
    }
    channel.postMessage({ kind: 'event', event: connectedEvent(9) });
    await vi.waitFor(() => expect(instance.seen).toEqual([9]));
    channel.close();
  });

  test.each([
    ['no locks', () => vi.stubGlobal('navigator', {})],
    ['locks that are denied', () => vi.stubGlobal('navigator', { locks: { request: denied } })],
    ['channels that are denied', () => vi.stubGlobal('BroadcastChannel', deniedChannel)],
  ])('have a stream each in a browser with %s', async (_what, stub) => {
    stub();
    const name = `test/${randomUUID()}`;
    const instances = [start(name), start(name)];
    await vi.waitFor(() => expect(instances.map(({ leads }) => leads)).toEqual([true, true]));
  });
});

async function denied(): Promise<never> {
  throw new DOMException('Denied', 'SecurityError');
}

function deniedChannel(): never {
  throw new DOMException('Denied', 'SecurityError');
}
