import type { App } from '#bridge-protocol/entities/app.ts';
import type { ApiClient } from '../api/client.ts';
import { deleteConnectedAccount } from '../api/delete-connected-account.ts';
import { getApp } from '../api/get-app.ts';
import type { Handler } from '../bridge/method-table.ts';
import { CodedError } from '../coded-error.ts';
import { toSdkAccount } from '../sdk-shapes.ts';

export function disconnectApp(api: ApiClient): Handler<'disconnectApp'> {
  return async ([appName, connectedAccountId]) => {
    const app = await getApp(api, appName);
    const id = accountOf(app, connectedAccountId ?? undefined);
    const { connected_accounts } = await deleteConnectedAccount(api, id);
    return { disconnected_account_id: id, connected_accounts: connected_accounts.map(toSdkAccount) };
  };
}

/** Looked up in the app's own accounts, so that a name and an id that do not belong together disconnect nothing. */
function accountOf(app: App, wanted: string | undefined): string {
  const ids = app.connected_accounts.map((account) => String(account.id));
  if (wanted !== undefined) {
    if (ids.includes(wanted)) return wanted;
    throw new CodedError('unknown_account', `The user has no connected account ${wanted} of ${app.title}.`);
  }
  const [id] = ids;
  if (id === undefined) throw new CodedError('not_connected', `The user has not connected ${app.title}.`);
  if (ids.length === 1) return id;
  throw new CodedError(
    'account_required',
    `The user has ${ids.length} connected accounts of ${app.title}. Name one of them: ${ids.join(', ')}.`,
  );
}
