import type { App } from '#bridge-protocol/entities/app.ts';
import { loadApp } from '../catalogue/load-app.ts';
import type { Tx } from '../db/database.ts';
import { appendEvent } from '../events/append-event.ts';
import { revokeCredentials } from '../oauth/revoke.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import type { AccountRow } from './list-accounts.ts';
import { unknownAccount } from './unknown-account.ts';

/**
 * Deletes a user's account, with its event, and revokes its token at the third party after the commit. Returns the app
 * with the remaining accounts. Throws `unknown_account`, also for an account of somebody else and for one that is
 * gone already. A token that cannot be revoked is logged: for us it is destroyed either way.
 */
export async function disconnectAccount(services: Services, user: UserRef, accountId: number): Promise<App> {
  const { account, app } = await services.db.inWorkspace(user.workspaceId, async (tx) => {
    const account = await deleteAccount(tx, user, accountId);
    const { payload } = await appendEvent(tx, user, async () => ({
      type: 'app-disconnected' as const,
      payload: { ...(await loadApp(tx, services, user, account.app)), connected_account_id: accountId },
    }));
    const { connected_account_id: _gone, ...app } = payload;
    return { account, app };
  });
  await revokeCredentials(services, account);
  return app;
}

async function deleteAccount(tx: Tx, user: UserRef, accountId: number): Promise<AccountRow> {
  const account = await tx
    .deleteFrom('connected_accounts')
    .where('workspace_id', '=', user.workspaceId)
    .where('user_id', '=', user.userId)
    .where('id', '=', accountId)
    .returningAll()
    .executeTakeFirst();
  if (account) return account;
  throw unknownAccount();
}
