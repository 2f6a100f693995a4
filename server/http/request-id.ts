import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { inRequest } from './request-context.ts';

/** What proxies and tracers make: it reaches the log and the answer, so it is nothing but a name. */
const wellFormed = /^[A-Za-z\d][A-Za-z\d_.-]{7,63}$/;

/**
 * Names each request by an id of ours. A caller's own `X-Request-Id` is taken over only where the operator says that a
 * proxy in front sets it, and only if it is well-formed.
 */
export function requestId(trustsCaller = false): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const given = trustsCaller ? c.req.header('x-request-id') : undefined;
    const id = given !== undefined && wellFormed.test(given) ? given : randomUUID();
    c.set('requestId', id);
    await inRequest(id, next);
    c.header('X-Request-Id', id);
  };
}
