import type { MiddlewareHandler } from 'hono';
import { DomainError } from '../errors.ts';
import type { AppEnv } from '../http/app-env.ts';

/**
 * Lets only our own pages post. `Origin` is set by the browser, and so is `Sec-Fetch-Site`, which also tells a page of
 * ours from a script that another origin runs (Fetch Metadata). JSON cannot be sent by a form.
 */
export function fromOwnPages(publicUrl: string): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.header('origin') !== publicUrl || c.req.header('sec-fetch-site') !== 'same-origin') {
      throw new DomainError('origin_not_allowed', 'Only the page of this server that opened in the popup may do this.');
    }
    const type = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
    if (type !== 'application/json') {
      throw new DomainError('unsupported_media_type', 'The body has to be application/json.');
    }
    await next();
  };
}
