import type { ApiClient } from '../api/client.ts';
import { getApp } from '../api/get-app.ts';
import type { Handler } from '../bridge/method-table.ts';
import { toSdkAccount } from '../sdk-shapes.ts';

export function getConnectedAccounts(api: ApiClient): Handler<'getConnectedAccounts'> {
  return async ([appName]) => {
    const app = await getApp(api, appName);
    return app.connected_accounts.map(toSdkAccount);
  };
}
