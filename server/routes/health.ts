import { Hono } from 'hono';
import { beforeDeadline } from '../db/deadline.ts';
import { isUpToDate } from '../db/is-up-to-date.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';

/** Shorter than the time in which whoever asks gives up */
const ANSWER_MS = 3_000;

type Readiness = 'ready' | 'stopping' | 'database_unreachable' | 'database_outdated';

/**
 * For whoever runs the process. `/health` answers as long as it is alive: one that does not is worth restarting.
 * `/ready` says whether it can serve: a load balancer sends nothing to one that cannot, and restarting would not help.
 */
export function healthRoutes({ db, lifecycle }: Pick<Services, 'db' | 'lifecycle'>): Hono<AppEnv> {
  // However often it is asked, the database is asked once at a time.
  let asking: Promise<Readiness> | undefined;
  const askDatabase = () => (asking ??= readinessOf(db).finally(() => (asking = undefined)));
  return new Hono<AppEnv>()
    .get('/health', (c) => c.json({ status: 'ok' }))
    .get('/ready', async (c) => {
      const status = lifecycle.isStopping ? 'stopping' : await askDatabase();
      if (status === 'ready') return c.json({ status });
      return c.json({ status }, 503, { 'Retry-After': '1' });
    });
}

async function readinessOf(db: Services['db']): Promise<Readiness> {
  try {
    return (await beforeDeadline(isUpToDate(db), ANSWER_MS, 'late')) ? 'ready' : 'database_outdated';
  } catch {
    return 'database_unreachable';
  }
}
