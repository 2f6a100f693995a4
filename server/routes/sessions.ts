import { Hono } from 'hono';
import * as z from 'zod/mini';
import { Session } from '#bridge-protocol/entities/session.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { isOrigin } from '../http/origin.ts';
import { formBody } from '../http/validated.ts';
import type { Services } from '../services.ts';
import { openSession } from '../sessions/open-session.ts';

const SessionForm = z.object({
  app_key: z.string(),
  user_id: z.optional(z.string()),
  hash: z.optional(z.string()),
  token: z.optional(z.string().check(z.maxLength(8_192))),
});

export function sessionRoutes(services: Services): Hono<AppEnv> {
  return new Hono<AppEnv>().post(
    '/sessions',
    describe({ tag: 'Sessions', summary: 'Trade a hash or a signed token for a session', returns: Session }),
    async (c, next) => {
      // A page that is turned away has to be able to read why.
      const origin = c.req.header('origin') ?? '';
      if (isOrigin(origin)) c.set('readableBy', origin);
      await next();
    },
    formBody(SessionForm),
    async (c) => {
      const { app_key: appKey, user_id: userId, hash, token } = c.req.valid('form');
      const origin = c.req.header('origin') ?? '';
      return c.json(await openSession(services, { appKey, origin, userId, hash, token }));
    },
  );
}
