import type { App } from '#bridge-protocol/entities/app.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { tellAccountUpdated } from './tell-account-updated.ts';
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
      .returning(['workspace_id', 'user_id', 'app', 'id'])
      .executeTakeFirst();
    if (!account) throw unknownAccount();
    return tellAccountUpdated(tx, services, account);
  });
}
