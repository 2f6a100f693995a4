import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Services } from '../services.ts';
import { expiredAttempt, lockAttempt, type AttemptRow } from './attempt.ts';
import { failAttempt } from './fail.ts';

const BATCH = 500;

/** Ends every attempt whose ten minutes are over. To be called every few seconds; several servers may do so at once. */
export async function expireAttempts(services: Pick<Services, 'db' | 'config'>): Promise<void> {
  const due = await services.db.asOwner((tx) =>
    tx
      .selectFrom('connect_attempts')
      .select(['workspace_id as workspaceId', 'id'])
      .where('status', '=', 'pending')
      .where('expires_at', '<=', sql<Date>`now()`)
      .orderBy('expires_at')
      .limit(BATCH)
      .execute(),
  );
  for (const ref of due) {
    await services.db.inWorkspace(ref.workspaceId, (tx) => failAttempt(tx, services, ref, expiry()));
  }
}

/** A reader need not wait for the next round of `expireAttempts`. */
export async function expireIfDue(tx: Tx, services: Pick<Services, 'config'>, row: AttemptRow): Promise<AttemptRow> {
  if (row.status !== 'pending' || !row.expired) return row;
  const ref = { workspaceId: row.workspace_id, id: row.id };
  await failAttempt(tx, services, ref, expiry());
  return lockAttempt(tx, ref);
}

function expiry() {
  const { code, message } = expiredAttempt();
  return { code, message };
}
