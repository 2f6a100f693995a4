import { sql, type Selectable } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { ConnectLinksTable } from '../db/schema.ts';
import { DomainError } from '../errors.ts';

export type LinkRow = Selectable<ConnectLinksTable> & {
  /** By the database's clock, whatever the status says */
  expired: boolean;
};

/** A link as its address names it. */
export interface LinkRef {
  workspaceId: number;
  id: string;
}

export function selectLinks(tx: Tx, workspaceId: number) {
  return tx
    .selectFrom('connect_links')
    .selectAll()
    .select(sql<boolean>`expires_at <= now()`.as('expired'))
    .where('workspace_id', '=', workspaceId);
}

/**
 * Reads the link and locks it until the commit. Whoever needs the link and an attempt of it locks the link first.
 * Undefined where there is none.
 */
export async function lockLink(tx: Tx, { workspaceId, id }: LinkRef): Promise<LinkRow | undefined> {
  return selectLinks(tx, workspaceId).where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Throws `attempt_closed` or `connect_expired` unless the link can still be used. */
export function requireUsable(link: LinkRow): void {
  if (link.status === 'connected') throw new DomainError('attempt_closed', 'This link was used already.');
  if (link.status === 'revoked') throw new DomainError('attempt_closed', 'This link was taken back.');
  if (link.expired) throw new DomainError('connect_expired', 'This link has expired. Ask for a new one.');
}

/** Also for a wrong secret: who only guesses learns nothing. */
export function unknownLink(): DomainError {
  return new DomainError('not_found', 'There is no such link. Open it once more exactly as you got it.');
}
