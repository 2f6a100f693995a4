import { Hono } from 'hono';
import * as z from 'zod/mini';
import { AttemptNonce, ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import { AppName, CallId, Id } from '#bridge-protocol/names.ts';
import { issueNonce } from '../connect/attempt-nonce.ts';
import type { OwnAttemptRef } from '../connect/attempt.ts';
import { cancelAttempt } from '../connect/cancel.ts';
import { createAttempt } from '../connect/create-attempt.ts';
import { enterPairingCode } from '../connect/pairing.ts';
import { readAttempt } from '../connect/read-attempt.ts';
import { submitCredentials } from '../connect/submit-credentials.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { jsonBody, params } from '../http/validated.ts';
import type { Services } from '../services.ts';
import { authenticateSession, sessionOf } from '../sessions/authenticate.ts';
import type { Identity } from '../sessions/identity.ts';

const NewAttempt = z.object({
  id: CallId,
  app: AppName,
  /** The account to reconnect; absent: whichever the user connects */
  connected_account_id: z.optional(Id),
});
const AttemptParams = z.object({ id: CallId });
const Credentials = z.object({
  scheme: z.string().check(z.maxLength(64)),
  values: z.record(z.string().check(z.maxLength(128)), z.string()),
});
const PairingCode = z.object({ code: z.string().check(z.maxLength(64)) });
const Nothing = z.object({});

const tag = 'Connect attempts';

/** What the widget does with a connect attempt, by the user's session. The popup's side is popup.ts. */
export function connectAttemptRoutes(services: Services): Hono<AppEnv> {
  const session = authenticateSession(services);
  return new Hono<AppEnv>()
    .post(
      '/connect-attempts',
      describe({
        tag,
        summary: 'Start connecting an app, under an id of one’s own choice',
        returns: ConnectAttempt,
        auth: 'session',
      }),
      session,
      jsonBody(NewAttempt),
      async (c) => {
        const { workspaceId, userId, session } = sessionOf(c.var.identity);
        const { id, app, connected_account_id: accountId } = c.req.valid('json');
        const attempt = { workspaceId, userId, id: id.toLowerCase(), app, accountId, origin: session.origin };
        return c.json(await createAttempt(services, attempt));
      },
    )
    .get(
      '/connect-attempts/:id',
      describe({ tag, summary: 'How an attempt stands', returns: ConnectAttempt, auth: 'session' }),
      session,
      params(AttemptParams),
      async (c) => c.json(await readAttempt(services, ownAttempt(c.var.identity, c.req.valid('param')))),
    )
    .post(
      '/connect-attempts/:id/nonce',
      describe({
        tag,
        summary: 'A one-time nonce for the popup; it replaces the one before',
        returns: AttemptNonce,
        auth: 'session',
      }),
      session,
      params(AttemptParams),
      jsonBody(Nothing),
      async (c) => c.json({ nonce: await issueNonce(services, ownAttempt(c.var.identity, c.req.valid('param'))) }),
    )
    .post(
      '/connect-attempts/:id/cancel',
      describe({ tag, summary: 'Cancel an attempt, unless it has ended', returns: ConnectAttempt, auth: 'session' }),
      session,
      params(AttemptParams),
      jsonBody(Nothing),
      async (c) => c.json(await cancelAttempt(services, ownAttempt(c.var.identity, c.req.valid('param')))),
    )
    .post(
      '/connect-attempts/:id/credentials',
      describe({
        tag,
        summary: 'End an attempt with credentials that were typed in',
        returns: ConnectAttempt,
        auth: 'session',
      }),
      session,
      params(AttemptParams),
      jsonBody(Credentials),
      async (c) => {
        const attempt = ownAttempt(c.var.identity, c.req.valid('param'));
        return c.json(await submitCredentials(services, attempt, c.req.valid('json')));
      },
    )
    .post(
      '/connect-attempts/:id/pair',
      describe({
        tag,
        summary: 'The code that the popup shows, as the user typed it',
        returns: Nothing,
        auth: 'session',
      }),
      session,
      params(AttemptParams),
      jsonBody(PairingCode),
      async (c) => {
        await enterPairingCode(services, ownAttempt(c.var.identity, c.req.valid('param')), c.req.valid('json').code);
        return c.json({});
      },
    );
}

function ownAttempt({ workspaceId, userId }: Identity, { id }: { id: string }): OwnAttemptRef {
  return { workspaceId, userId, id: id.toLowerCase() };
}
