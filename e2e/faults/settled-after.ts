import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from './cluster/cluster.ts';

const LOOK_MS = 250;

/**
 * Waits until none of the calls that were sent before now is open any more; answers after how many seconds that was, or
 * infinitely many where one stays.
 */
export async function settledAfter({ sql }: Cluster, patienceMs: number): Promise<number> {
  const started = performance.now();
  const [{ now } = {}] = await sql('select now()::text as now');
  const open = `select count(*)::int as count from function_calls where status = 'sent' and started_at < '${String(now)}'`;
  while (Number((await sql(open))[0]?.['count']) > 0) {
    if (performance.now() - started > patienceMs) return Number.POSITIVE_INFINITY;
    await wait(LOOK_MS);
  }
  return (performance.now() - started) / 1_000;
}
