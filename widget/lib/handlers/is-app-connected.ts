import type { ApiClient } from '../api/client.ts';
import { getApp } from '../api/get-app.ts';
import type { Handler } from '../bridge/method-table.ts';

export function isAppConnected(api: ApiClient): Handler<'isAppConnected'> {
  return async ([appName]) => {
    const app = await getApp(api, appName);
    return app.connected_accounts.length > 0;
  };
}
