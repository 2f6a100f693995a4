import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DomainError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { EventHub } from './event-hub.ts';
import { eventStream } from './event-stream.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const gone = () => Promise.reject(new DomainError('database_unreachable', 'Nobody is there.'));
const event = { id: 8, type: 'app-connected', payload: { name: 'acme' } };

/** A stream whose looks at the database have these outcomes, one after the other; the last one stays. */
function streamOver(outcomes: (() => Promise<unknown>)[], sessionMs = 600_000) {
  const inWorkspace = vi.fn(() => (outcomes.length > 1 ? outcomes.shift()! : outcomes[0]!)());
  const db = { inWorkspace } as never;
  const session = { tokenHash: new Uint8Array(32), origin: '', expiresAt: new Date(Date.now() + sessionMs) };
  const viewer = { workspaceId: 1, userId: 2, appKey: 'ak_1', session };
  const stream = eventStream({ db, eventHub: new EventHub(), log: createLogger('silent') }, viewer, 7, () => {});
  return { stream, inWorkspace };
}

test('a stream waits for a database that is gone, says meanwhile that it lives, and misses nothing', async () => {
  const { stream } = streamOver([async () => 7, gone, gone, async () => [event], async () => undefined]);
  const read = text(stream);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await read).toBe(
    ': open\n\nevent: cursor\nid: 7\ndata: {}\n\n' +
      ': heartbeat\n\n: heartbeat\n\n' +
      'event: app-connected\nid: 8\ndata: {"name":"acme"}\n\n',
  );
});

test('a stream does not outlive its session, though nobody can say whether that was ended before', async () => {
  const { stream, inWorkspace } = streamOver([async () => 7, gone], 5_000);
  const read = text(stream);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await read).toContain(': heartbeat');
  expect(inWorkspace.mock.calls.length).toBeLessThan(10);
});

test('another failure ends a stream: its reader comes back', async () => {
  const { stream } = streamOver([async () => 7, () => Promise.reject(new Error('broken'))]);
  expect(await text(stream)).toBe(': open\n\nevent: cursor\nid: 7\ndata: {}\n\n');
});
