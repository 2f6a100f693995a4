import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { cancelAttemptsOf } from './cancel-attempts.ts';
import { lockLink, unknownLink, type LinkRow } from './connect-link.ts';

/** Takes a link of the user back, with what was begun by it; one that was used stays as it is. Throws `not_found`. */
export async function revokeLink(
  services: Pick<Services, 'config' | 'db'>,
  { workspaceId, userId, id }: UserRef & { id: string },
): Promise<LinkRow> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const link = await lockLink(tx, { workspaceId, id });
    if (!link || link.user_id !== userId) throw unknownLink();
    if (link.status !== 'open') return link;
    await tx
      .updateTable('connect_links')
      .set({ status: 'revoked' })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .execute();
    await cancelAttemptsOf(tx, services, { workspaceId, id });
    return { ...link, status: 'revoked' as const };
  });
}
