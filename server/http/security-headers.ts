import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

const always = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** For an answer of the API; a page or a public file sets its own. */
const unlessSet = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const ONE_YEAR = 365 * 24 * 60 * 60;

export function securityHeaders(publicUrl: string): MiddlewareHandler<AppEnv> {
  const isHttps = publicUrl.startsWith('https:');
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    for (const [name, value] of Object.entries(always)) headers.set(name, value);
    for (const [name, value] of Object.entries(unlessSet)) if (!headers.has(name)) headers.set(name, value);
    if (isHttps) headers.set('Strict-Transport-Security', `max-age=${ONE_YEAR}`);
  };
}
