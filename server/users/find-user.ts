import type { Selectable } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { UsersTable } from '../db/schema.ts';
import { DomainError } from '../errors.ts';

export type UserRow = Selectable<UsersTable>;

/** A user as the customer names it. */
export interface NamedUser {
  workspaceId: number;
  externalId: string;
}

/** Throws `not_found` for a user that was never seen: asking about somebody makes no row. */
export async function findUser(tx: Tx, { workspaceId, externalId }: NamedUser): Promise<UserRow> {
  const user = await tx
    .selectFrom('users')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('external_id', '=', externalId)
    .executeTakeFirst();
  if (!user) throw new DomainError('not_found', 'The workspace has no user with this User-ID.');
  return user;
}
