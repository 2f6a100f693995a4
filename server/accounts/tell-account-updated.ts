import type { App } from '#bridge-protocol/entities/app.ts';
import { loadApp } from '../catalogue/load-app.ts';
import type { Tx } from '../db/database.ts';
import { appendEvent } from '../events/append-event.ts';
import type { Services } from '../services.ts';
import type { WebhookType } from '../webhooks/webhook-type.ts';
import type { AccountRow } from './list-accounts.ts';

/**
 * Tells the user's stream that an account has changed, and the customer's backend what exactly, in the transaction that
 * changed it. Returns its app.
 */
export async function tellAccountUpdated(
  tx: Tx,
  services: Pick<Services, 'catalogue' | 'config'>,
  account: Pick<AccountRow, 'workspace_id' | 'user_id' | 'app' | 'id'>,
  what: WebhookType = 'account.updated',
): Promise<App> {
  const user = { workspaceId: account.workspace_id, userId: account.user_id };
  const draft = async () => ({
    type: 'account-updated' as const,
    payload: { ...(await loadApp(tx, services, user, account.app)), connected_account_id: account.id },
  });
  const { payload } = await appendEvent(tx, user, draft, what);
  const { connected_account_id: _updated, ...app } = payload;
  return app;
}
