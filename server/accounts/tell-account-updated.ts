import type { App } from '#bridge-protocol/entities/app.ts';
import { loadApp } from '../catalogue/load-app.ts';
import type { Tx } from '../db/database.ts';
import { appendEvent } from '../events/append-event.ts';
import type { Services } from '../services.ts';
import type { AccountRow } from './list-accounts.ts';

/** Tells the user's stream that an account has changed, in the transaction that changed it. Returns its app. */
export async function tellAccountUpdated(
  tx: Tx,
  services: Pick<Services, 'catalogue' | 'config'>,
  account: Pick<AccountRow, 'workspace_id' | 'user_id' | 'app' | 'id'>,
): Promise<App> {
  const user = { workspaceId: account.workspace_id, userId: account.user_id };
  const { payload } = await appendEvent(tx, user, async () => ({
    type: 'account-updated' as const,
    payload: { ...(await loadApp(tx, services, user, account.app)), connected_account_id: account.id },
  }));
  const { connected_account_id: _updated, ...app } = payload;
  return app;
}
