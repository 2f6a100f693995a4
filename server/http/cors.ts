import type { Context, MiddlewareHandler } from 'hono';
import { DomainError } from '../errors.ts';
import type { AppEnv } from './app-env.ts';
import { isOrigin } from './origin.ts';

const METHODS = 'GET, POST, PATCH, DELETE';
/** What Integry's client sends, our own client, and an EventSource over fetch. */
const HEADERS = [
  'content-type',
  'version',
  'authorization',
  'app-key',
  'hash',
  'user-id',
  'accept-language',
  'built-in-function-id',
  'last-event-id',
  'idempotency-key',
].join(', ');

/**
 * Who may read an answer in a browser. A preflight carries no credentials and so names no workspace: every well-formed
 * origin is let through, and the request itself decides by the workspace's list (`readableBy`). Cookies are never
 * part of it.
 */
export function cors(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method === 'OPTIONS' && c.req.header('access-control-request-method')) return preflight(c);
    await next();
    if (c.res.headers.has('Access-Control-Allow-Origin')) return;
    c.res.headers.append('Vary', 'Origin');
    if (c.var.readableBy === undefined) return;
    c.res.headers.set('Access-Control-Allow-Origin', c.var.readableBy);
    c.res.headers.set(
      'Access-Control-Expose-Headers',
      'X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, Idempotent-Replayed',
    );
  };
}

function preflight(c: Context<AppEnv>): Response {
  const origin = c.req.header('origin') ?? '';
  if (!isOrigin(origin))
    throw new DomainError('origin_not_allowed', 'A preflight has to name an origin; "null" is none.');
  return c.body(null, 204, {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': METHODS,
    'Access-Control-Allow-Headers': HEADERS,
    'Access-Control-Max-Age': '600',
    Vary: 'Origin',
  });
}
