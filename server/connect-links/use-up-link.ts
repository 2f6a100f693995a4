import type { Tx } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import type { AttemptRef } from '../connect/attempt.ts';
import { lockLink, type LinkRow } from './connect-link.ts';

/** The link that has begun an attempt, locked before the attempt is; undefined for an attempt of a page. */
export async function lockLinkOf(tx: Tx, { workspaceId, id }: AttemptRef): Promise<LinkRow | undefined> {
  const attempt = await tx
    .selectFrom('connect_attempts')
    .select('connect_link_id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!attempt?.connect_link_id) return undefined;
  return lockLink(tx, { workspaceId, id: attempt.connect_link_id });
}

/** Ends a link with the account that it was for. Throws `attempt_closed` where it was taken back, or used before. */
export async function useUpLink(tx: Tx, link: LinkRow, accountId: number): Promise<void> {
  if (link.status !== 'open') throw new DomainError('attempt_closed', 'This link cannot be used any more.');
  await tx
    .updateTable('connect_links')
    .set({ status: 'connected', connected_account_id: accountId })
    .where('workspace_id', '=', link.workspace_id)
    .where('id', '=', link.id)
    .execute();
}
