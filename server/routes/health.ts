import { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';

/** For load balancers: 200 while the database answers too. */
export function healthRoutes({ db }: Services): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/health', async (c) => {
    // No workspace has this key, but only the database can say so.
    await db.workspaceIdOfAppKey('health');
    return c.json({ status: 'ok' });
  });
}
