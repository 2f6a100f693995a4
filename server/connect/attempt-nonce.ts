import type { Services } from '../services.ts';
import { lockAttempt, requireOpen, type OwnAttemptRef } from './attempt.ts';
import { createOneTimeSecret } from './one-time-secret.ts';

/**
 * A nonce by which a browser shows that it is the one with the user's session in it. It takes the place of the one
 * before. Throws `unknown_attempt`, `attempt_closed`, `connect_expired`.
 */
export async function issueNonce(services: Pick<Services, 'db'>, ref: OwnAttemptRef): Promise<string> {
  const nonce = createOneTimeSecret();
  await services.db.inWorkspace(ref.workspaceId, async (tx) => {
    requireOpen(await lockAttempt(tx, ref));
    await tx
      .updateTable('connect_attempts')
      .set({ nonce_hash: nonce.hash })
      .where('workspace_id', '=', ref.workspaceId)
      .where('id', '=', ref.id)
      .execute();
  });
  return nonce.value;
}
