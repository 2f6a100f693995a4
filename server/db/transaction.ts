import type { Kysely } from 'kysely';
import type { Tx } from './database.ts';
import { beforeDeadline } from './deadline.ts';
import type { Schema } from './schema.ts';

const WORK_DEADLINE_MS = 30_000;

/**
 * Runs `work` in a transaction and commits it; rolls it back if `work` fails or takes longer than half a minute, since
 * the embedded engine has only this one connection. After its end the transaction refuses every query: work that goes
 * on by mistake cannot end up in the transaction of another workspace.
 */
export async function inTransaction<Result>(db: Kysely<Schema>, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const tx = await db.startTransaction().execute();
  try {
    const result = await beforeDeadline(work(tx), WORK_DEADLINE_MS, 'A transaction took too long and was rolled back.');
    await tx.commit().execute();
    return result;
  } catch (error) {
    // A rollback can only fail with the connection, and that undoes the transaction too.
    if (!tx.isCommitted && !tx.isRolledBack)
      await tx
        .rollback()
        .execute()
        .catch(() => undefined);
    throw error;
  }
}
