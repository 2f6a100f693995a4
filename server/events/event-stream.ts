import { AsyncLocalStorage } from 'node:async_hooks';
import type { Tx } from '../db/database.ts';
import { sessionOfToken } from '../db/session-of-token.ts';
import { toDomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { SessionIdentity, UserRef } from '../sessions/identity.ts';
import { Bell } from './bell.ts';
import { lastEventId, readEvents, type EventRow } from './read-events.ts';

const HEARTBEAT = ': heartbeat\n\n';
const HEARTBEAT_MS = 15_000;
/** How long to wait for a database that is gone, unless the bell rings because it is back */
const GONE_MS = 1_000;
const BATCH = 100;
/** To clients that follow the standard, for one of ours waits as it sees fit: there may be many of them, so not at once. */
const COME_BACK = 'retry: 500\n\n';
/** A reader that has taken nothing for this long is gone, whatever its connection says */
const STALLED_MS = 45_000;

type Viewer = UserRef & Pick<SessionIdentity, 'appKey' | 'session'>;

type StreamServices = Pick<Services, 'db' | 'eventHub' | 'log'>;

/**
 * A user's events as text/event-stream (HTML Living Standard, section 9.2), from after `from` on, or from now on. It
 * ends when the session does, or the server, and outlives the database's absence. Nothing is read from the table before the reader asks for more, so a slow
 * one costs no memory; one that stops reading is given to `onStalled`.
 */
export function eventStream(
  services: StreamServices,
  viewer: Viewer,
  from: number | undefined,
  onStalled: () => void,
): ReadableStream<Uint8Array> {
  const bell = new Bell();
  const left = new AbortController();
  const texts = streamTexts(services, viewer, from, bell, AbortSignal.any([left.signal, services.eventHub.closing]));
  // Whoever reads does so outside the request, whose id belongs into the log.
  const inRequest = AsyncLocalStorage.snapshot();
  const encoder = new TextEncoder();
  let stalled: NodeJS.Timeout | undefined;
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      clearTimeout(stalled);
      const { done, value } = await inRequest(() => texts.next());
      if (done) return controller.close();
      controller.enqueue(encoder.encode(value));
      stalled = setTimeout(onStalled, STALLED_MS).unref();
    },
    cancel() {
      clearTimeout(stalled);
      left.abort();
      bell.ring();
      void texts.return();
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}

async function* streamTexts(
  services: StreamServices,
  viewer: Viewer,
  from: number | undefined,
  bell: Bell,
  ended: AbortSignal,
): AsyncGenerator<string, void, void> {
  // Subscribed before the first look: what is committed in between rings.
  const unsubscribe = services.eventHub.subscribe(viewer, bell);
  try {
    const start = await inSession(services, viewer, (tx) => startPosition(tx, viewer, from));
    if (start === undefined) return;
    let position: number = start;
    yield `: open\n\nevent: cursor\nid: ${position}\ndata: {}\n\n`;
    while (!ended.aborted) {
      const after = position;
      const events = await unlessGone(
        inSession(services, viewer, (tx): Promise<EventRow[]> => readEvents(tx, viewer, after, BATCH)),
      );
      if (events === undefined) return;
      if (events === 'gone') {
        if (viewer.session.expiresAt.getTime() < Date.now()) return;
        yield HEARTBEAT;
        await bell.wait(GONE_MS);
        continue;
      }
      position = events.at(-1)?.id ?? position;
      // Also where nothing happened: a heartbeat keeps proxies from closing the connection.
      yield events.length > 0 ? events.map(eventText).join('') : HEARTBEAT;
      if (events.length < BATCH) await bell.wait(Math.min(HEARTBEAT_MS, msUntil(viewer.session.expiresAt)));
    }
    if (services.eventHub.closing.aborted) yield COME_BACK;
  } catch (error) {
    // The reader comes back and resumes; the reason is ours to know.
    services.log.error('an event stream broke off', { workspaceId: viewer.workspaceId, userId: viewer.userId, error });
  } finally {
    unsubscribe();
  }
}

/** Undefined once the session has ended: each look at the table is also a look at the right to see it. */
async function inSession<Result>(
  { db }: StreamServices,
  { workspaceId, appKey, session }: Viewer,
  read: (tx: Tx) => Promise<Result>,
): Promise<Result | undefined> {
  return db.inWorkspace(workspaceId, async (tx) => {
    const live = await sessionOfToken(tx, appKey, session.tokenHash);
    return live?.listed ? read(tx) : undefined;
  });
}

async function unlessGone<Result>(read: Promise<Result>): Promise<Result | 'gone'> {
  return read.catch((error: unknown) => {
    if (toDomainError(error).code === 'database_unreachable') return 'gone';
    throw error;
  });
}

/** An id beyond the last one comes from a database that was restored meanwhile: the stream starts at its end. */
async function startPosition(tx: Tx, viewer: Viewer, from: number | undefined): Promise<number> {
  const last = await lastEventId(tx, viewer);
  return from === undefined ? last : Math.min(from, last);
}

function eventText({ id, type, payload }: EventRow): string {
  return `event: ${type}\nid: ${id}\ndata: ${JSON.stringify(payload)}\n\n`;
}

/** At least a second: where the clocks of server and database differ, the database decides and is not asked all the time. */
function msUntil(time: Date): number {
  return Math.max(1_000, time.getTime() - Date.now());
}
