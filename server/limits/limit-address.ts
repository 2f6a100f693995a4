import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { clientAddress } from './client-address.ts';
import { countRequest } from './count-request.ts';

/** Files that are the same for everybody, which a page loads many of, and what load balancers ask. */
const FREE = /^\/(?:assets|icons|v1|health|ready|metrics)(?:\/|$)/;

/** Counts every request by where it comes from, before anything is known of who makes it. Throws `rate_limited`. */
export function limitAddress({ config, limits }: Services): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const address = FREE.test(c.req.path) ? undefined : clientAddress(c, config.trustedProxies);
    if (address !== undefined) await countRequest(c, limits, 'address', address);
    await next();
  };
}
