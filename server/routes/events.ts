import { Hono } from 'hono';
import * as z from 'zod/mini';
import { DomainError } from '../errors.ts';
import { eventStream } from '../events/event-stream.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import type { Services } from '../services.ts';
import { authenticateSession, sessionOf } from '../sessions/authenticate.ts';

/** Of one user in one process; a customer may share a User-ID among the people of a team. */
const MAX_STREAMS = 200;

const LastEventId = z.string().check(z.regex(/^\d{1,15}$/));

export function eventRoutes(services: Services): Hono<AppEnv> {
  return new Hono<AppEnv>().get(
    '/events',
    describe({
      tag: 'Events',
      summary: 'The user’s events as text/event-stream, after the id in Last-Event-ID or from now on',
      auth: 'session',
    }),
    authenticateSession(services),
    (c) => {
      const viewer = sessionOf(c.var.identity);
      if (services.eventHub.countOf(viewer) >= MAX_STREAMS) {
        throw new DomainError('rate_limited', 'The user has too many open event streams. Close some pages.');
      }
      const from = readLastEventId(c.req.header('last-event-id'));
      const stream = eventStream(services, viewer, from, () => c.env.outgoing?.destroy());
      return c.body(stream, 200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      });
    },
  );
}

function readLastEventId(header: string | undefined): number | undefined {
  if (header === undefined || header === '') return undefined;
  if (LastEventId.safeParse(header).success) return Number(header);
  throw new DomainError('invalid_argument', 'Last-Event-ID has to be the id of an event.');
}
