import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { selectLinks, unknownLink, type LinkRow } from './connect-link.ts';

const MAX_LINKS = 100;

/** The user's latest links, also those that are used up. */
export async function listLinks({ db }: Pick<Services, 'db'>, { workspaceId, userId }: UserRef): Promise<LinkRow[]> {
  return db.inWorkspace(workspaceId, (tx) =>
    selectLinks(tx, workspaceId)
      .where('user_id', '=', userId)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(MAX_LINKS)
      .execute(),
  );
}

/** How a link of the user stands. Throws `not_found`. */
export async function readLink(
  { db }: Pick<Services, 'db'>,
  { workspaceId, userId, id }: UserRef & { id: string },
): Promise<LinkRow> {
  const link = await db.inWorkspace(workspaceId, (tx) =>
    selectLinks(tx, workspaceId).where('user_id', '=', userId).where('id', '=', id).executeTakeFirst(),
  );
  if (!link) throw unknownLink();
  return link;
}
