import type { AccountRow } from '../accounts/list-accounts.ts';
import type { Tx } from '../db/database.ts';
import { notify } from '../db/notify.ts';
import { EVENTS_CHANNEL, streamKey } from '../events/channel.ts';
import type { Services } from '../services.ts';
import { tellOfAccount } from '../webhooks/tell-backend.ts';
import { findUser, type NamedUser, type UserRow } from './find-user.ts';

export interface DeletedUser {
  connectedAccounts: number;
  /** Of how many accounts the third party has confirmed that the tokens are dead, or that had none */
  revoked: number;
}

/**
 * Erases a user: accounts with the keys of their credentials, sessions, attempts and links under way, events and calls,
 * in one transaction, which tells the customer's backend of each account. The tokens are revoked after the commit, as far
 * as the third parties let us; for us they are destroyed either way. Who comes back under the same User-ID starts empty.
 * Throws `not_found`.
 */
export async function deleteUser(
  { db }: Pick<Services, 'db'>,
  named: NamedUser,
  revoke: (account: AccountRow) => Promise<boolean>,
): Promise<DeletedUser> {
  const { workspaceId, externalId } = named;
  const accounts = await db.inWorkspace(workspaceId, async (tx) => {
    const user = await findUser(tx, named);
    await lockAll(tx, user);
    const accounts = await tx
      .deleteFrom('connected_accounts')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', user.id)
      .returningAll()
      .execute();
    // What was told of the user before is about somebody who wants to be forgotten.
    await tx
      .deleteFrom('webhook_messages')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', user.id)
      .execute();
    const ref = { workspaceId, userId: user.id, externalId };
    for (const { id, app } of accounts) {
      await tellOfAccount(tx, ref, { type: 'account.disconnected', app, accountId: id, status: 'disconnected' });
    }
    await tx.deleteFrom('users').where('workspace_id', '=', workspaceId).where('id', '=', user.id).execute();
    // Open streams look into the table, and end.
    await notify(tx, EVENTS_CHANNEL, streamKey(ref));
    return accounts;
  });
  const revoked = await Promise.allSettled(accounts.map(revoke));
  return { connectedAccounts: accounts.length, revoked: revoked.filter(isDone).length };
}

/** The user is deleted by now, whatever else goes wrong. */
function isDone(result: PromiseSettledResult<boolean>): boolean {
  return result.status === 'fulfilled' && result.value;
}

/** In the order in which everybody takes them: links, attempts, accounts, the user, to whom all the rest hangs. */
async function lockAll(tx: Tx, { workspace_id: workspaceId, id }: UserRow): Promise<void> {
  for (const table of ['connect_links', 'connect_attempts', 'connected_accounts'] as const) {
    await tx
      .selectFrom(table)
      .select('user_id')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', id)
      .orderBy('id')
      .forUpdate()
      .execute();
  }
  await tx
    .selectFrom('users')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
}
