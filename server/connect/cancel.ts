import type { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { Services } from '../services.ts';
import { attemptView, lockAttempt, type OwnAttemptRef } from './attempt.ts';
import { expireIfDue } from './expire-attempts.ts';
import { failAttempt } from './fail.ts';

/** Ends the user's attempt, unless it has ended: the answer says how it stands after all. Throws `unknown_attempt`. */
export async function cancelAttempt(
  services: Pick<Services, 'db' | 'config'>,
  ref: OwnAttemptRef,
): Promise<ConnectAttempt> {
  return services.db.inWorkspace(ref.workspaceId, async (tx) => {
    await expireIfDue(tx, services, await lockAttempt(tx, ref));
    await failAttempt(tx, services, ref, { code: 'connect_cancelled', message: 'Connecting was cancelled.' });
    return attemptView(tx, services, await lockAttempt(tx, ref));
  });
}
