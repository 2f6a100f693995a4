import type { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { Services } from '../services.ts';
import { attemptView, lockAttempt, type OwnAttemptRef } from './attempt.ts';
import { expireIfDue } from './expire-attempts.ts';

/** How the user's attempt stands. Throws `unknown_attempt`. */
export async function readAttempt(
  services: Pick<Services, 'db' | 'config'>,
  ref: OwnAttemptRef,
): Promise<ConnectAttempt> {
  return services.db.inWorkspace(ref.workspaceId, async (tx) =>
    attemptView(tx, services, await expireIfDue(tx, services, await lockAttempt(tx, ref))),
  );
}
