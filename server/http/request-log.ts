import type { MiddlewareHandler } from 'hono';
import type { Logger } from '../log.ts';
import type { AppEnv } from './app-env.ts';

/** One line for each request, without its query: credentials may stand there. */
export function requestLog(log: Logger): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = performance.now();
    await next();
    const identity: Partial<AppEnv['Variables']['identity']> = c.var.identity ?? {};
    log.info('request', {
      requestId: c.var.requestId,
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      durationMs: Math.round(performance.now() - started),
      workspaceId: identity.workspaceId,
      userId: identity.userId,
    });
  };
}
