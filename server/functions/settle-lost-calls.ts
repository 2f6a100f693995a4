import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../db/database.ts';

/**
 * What nobody will finish: its process is gone, or it is older than any call gets. The latter holds for what a version
 * wrote that named no process, and for an outcome that could not be noted.
 */
const isLost = (table: string): RawBuilder<boolean> => sql<boolean>`(
  ${sql.table(table)}.started_at < now() - interval '5 minutes'
  or (${sql.table(table)}.process_id is not null
    and not exists (select from server_processes where id = ${sql.table(table)}.process_id))
)`;

/**
 * Ends calls whose process died as `unknown`; answers how many. Several servers may do so at once, and a process that was
 * taken for dead by mistake still writes what became of its calls.
 */
export async function settleLostCalls(db: Database): Promise<number> {
  return db.asOwner(async (tx) => {
    await tx
      .updateTable('idempotency_keys')
      .set({ status: 'unknown' })
      .where('status', '=', 'running')
      .where(isLost('idempotency_keys'))
      .execute();
    const { numUpdatedRows } = await tx
      .updateTable('function_calls')
      .set({ status: 'unknown', error_code: 'outcome_unknown' })
      .where('status', '=', 'sent')
      .where(isLost('function_calls'))
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows);
  });
}
