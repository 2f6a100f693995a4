import type { Context, MiddlewareHandler } from 'hono';
import { DomainError } from '../errors.ts';
import type { AppEnv } from '../http/app-env.ts';
import { countRequest } from '../limits/count-request.ts';
import type { Services } from '../services.ts';
import { byAppSecret } from './by-app-secret.ts';
import { byBackend } from './by-backend.ts';
import { byBearer } from './by-bearer.ts';
import { byHash } from './by-hash.ts';
import type { Identity, SessionIdentity } from './identity.ts';

/**
 * Finds out who makes the request: by a session's bearer token, by a customer's backend with its App-Secret, or by
 * Integry's own credentials. Whichever is present decides alone.
 */
export function authenticate(services: Services): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const identity = (await byBearer(services, c)) ?? (await byAppSecret(services, c)) ?? (await byHash(services, c));
    if (!identity) throw unauthorized('Send a session token as Authorization: Bearer, or App-Key, User-ID and Hash.');
    c.set('identity', identity);
    await countIdentity(services, c, identity);
    await next();
  };
}

/** As `authenticate`, for routes that only a session may use: `sessionOf` has it. */
export function authenticateSession(services: Services): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const identity = await byBearer(services, c);
    if (!identity) throw unauthorized('Send a session token as Authorization: Bearer.');
    c.set('identity', identity);
    await countIdentity(services, c, identity);
    await next();
  };
}

/** As `authenticate`, for what only the customer's backend may do, with its App-Secret, for the user that it names. */
export function authenticateBackendFor(services: Services): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const identity = await byAppSecret(services, c);
    if (!identity) throw unauthorized('Send App-Secret, App-Key and User-ID.');
    c.set('identity', identity);
    await countIdentity(services, c, identity);
    await next();
  };
}

/** For what concerns the whole workspace: the customer's backend with its App-Secret. `c.var.backend` has it. */
export function authenticateBackend(services: Services): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const backend = await byBackend(services, c);
    if (!backend) throw unauthorized('Send App-Secret and App-Key.');
    c.set('backend', backend);
    await countRequest(c, services.limits, 'workspace', String(backend.workspaceId));
    await next();
  };
}

/** Who holds the session, with the session itself. Throws `unauthorized` where the request came without one. */
export function sessionOf(identity: Identity): SessionIdentity {
  const { session } = identity;
  if (!session) throw unauthorized('Send a session token as Authorization: Bearer.');
  return { ...identity, session };
}

/** Only who is known counts for the workspace, so that nobody else can use up what it may ask. Throws `rate_limited`. */
async function countIdentity({ limits }: Services, c: Context<AppEnv>, identity: Identity): Promise<void> {
  const { workspaceId, userId } = identity;
  await countRequest(c, limits, 'user', `${workspaceId}:${userId}`);
  await countRequest(c, limits, 'workspace', String(workspaceId));
}

function unauthorized(message: string): DomainError {
  return new DomainError('unauthorized', message);
}
