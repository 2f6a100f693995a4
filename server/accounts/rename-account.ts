import type { App } from '#bridge-protocol/entities/app.ts';
import { loadApp } from '../catalogue/load-app.ts';
import { appendEvent } from '../events/append-event.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { unknownAccount } from './unknown-account.ts';

/**
 * Gives a user's account the name that the user wants for it, with its event; null gives it back the app's own. The order
 * of the accounts stays. Returns the app with its accounts. Throws `unknown_account`, also for one of somebody else.
 */
export async function renameAccount(
  services: Services,
  user: UserRef,
  accountId: number,
  givenName: string | null,
): Promise<App> {
  return services.db.inWorkspace(user.workspaceId, async (tx) => {
    const account = await tx
      .updateTable('connected_accounts')
      .set({ given_name: givenName })
      .where('workspace_id', '=', user.workspaceId)
      .where('user_id', '=', user.userId)
      .where('id', '=', accountId)
      .returning('app')
      .executeTakeFirst();
    if (!account) throw unknownAccount();
    const { payload } = await appendEvent(tx, user, async () => ({
      type: 'account-updated' as const,
      payload: { ...(await loadApp(tx, services, user, account.app)), connected_account_id: accountId },
    }));
    const { connected_account_id: _updated, ...app } = payload;
    return app;
  });
}
