import { failAttempt } from '../connect/fail.ts';
import type { Tx } from '../db/database.ts';
import type { Services } from '../services.ts';
import type { LinkRef } from './connect-link.ts';

/** Ends what was begun by a link, which the caller has locked. */
export async function cancelAttemptsOf(tx: Tx, services: Pick<Services, 'config'>, link: LinkRef): Promise<void> {
  const pending = await tx
    .selectFrom('connect_attempts')
    .select('id')
    .where('workspace_id', '=', link.workspaceId)
    .where('connect_link_id', '=', link.id)
    .where('status', '=', 'pending')
    .execute();
  for (const { id } of pending) {
    await failAttempt(
      tx,
      services,
      { workspaceId: link.workspaceId, id },
      { code: 'connect_cancelled', message: ENDED },
    );
  }
}

const ENDED = 'Connecting was begun anew, or the link was taken back.';
