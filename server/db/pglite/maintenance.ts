import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

const INTERVAL_MS = 60_000;
const LOG_BYTES = 32 * 1024 * 1024;

/**
 * PGlite runs none of PostgreSQL's background processes: without help its write-ahead log and its tables only ever
 * grow. Whenever enough was written, dead rows are cleared, the planner's figures renewed and the log is cut. Returns the disposer.
 */
export function maintain(db: Kysely<Schema>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = tidyIfDue(db).catch(() => undefined);
  }, INTERVAL_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** Tidies up if at least `logBytes` were written since the last time. */
export async function tidyIfDue(db: Kysely<Schema>, logBytes = LOG_BYTES): Promise<void> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::bigint as bytes from pg_control_checkpoint()`.execute(
    db,
  );
  if ((rows[0]?.bytes ?? 0) < logBytes) return;
  await sql`vacuum (analyze)`.execute(db);
  await sql`checkpoint`.execute(db);
}
