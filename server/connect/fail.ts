import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { Tx } from '../db/database.ts';
import { appendEvent } from '../events/append-event.ts';
import type { Services } from '../services.ts';
import { attemptView, type AttemptRef } from './attempt.ts';

export interface AttemptFailure {
  code: ErrorCode;
  message: string;
}

/**
 * Ends an attempt without an account and tells its user's stream, in the given transaction. False if it had ended
 * before: the first commit counts.
 */
export async function failAttempt(
  tx: Tx,
  services: Pick<Services, 'config'>,
  ref: AttemptRef,
  failure: AttemptFailure,
): Promise<boolean> {
  const row = await tx
    .updateTable('connect_attempts')
    .set({
      status: 'failed',
      error_code: failure.code,
      error_message: failure.message,
      nonce_hash: null,
      state_hash: null,
      flow_sealed: null,
      pairing_code_hash: null,
    })
    .where('workspace_id', '=', ref.workspaceId)
    .where('id', '=', ref.id)
    .where('status', '=', 'pending')
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  const payload = await attemptView(tx, services, row);
  const user = { workspaceId: row.workspace_id, userId: row.user_id };
  await appendEvent(tx, user, async () => ({ type: 'attempt-failed', payload }));
  return true;
}
