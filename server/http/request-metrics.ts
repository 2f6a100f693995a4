import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Metrics } from '../metrics/metrics.ts';
import type { AppEnv } from './app-env.ts';

/** Counts and times requests by the route that answers them, never by what stands in its place. */
export function requestMetrics(metrics: Metrics): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = performance.now();
    await next();
    metrics.requestEnded({ ...routeOf(c), status: c.res.status }, (performance.now() - started) / 1_000);
  };
}

/** As it was declared. What no route answers is one, whatever it asks for: anybody can think of paths and methods. */
function routeOf(c: Context<AppEnv>): { method: string; route: string } {
  const matched = matchedRoutes(c).findLast(({ method }) => method !== 'ALL');
  return { method: matched?.method ?? 'none', route: matched?.path ?? 'none' };
}
