import type { ApiClient } from '../api/client.ts';
import type { Handlers } from '../bridge/method-table.ts';
import type { ConnectQueue } from '../state/connect-queue.svelte.ts';
import { connectApp } from './connect-app.ts';
import { disconnectApp } from './disconnect-app.ts';
import { getConnectedAccounts } from './get-connected-accounts.ts';
import { getFunction } from './get-function.ts';
import { invokeFunction } from './invoke-function.ts';
import { isAppConnected } from './is-app-connected.ts';

export function createHandlers(api: ApiClient, queue: ConnectQueue): Handlers {
  return {
    connectApp: connectApp(queue),
    disconnectApp: disconnectApp(api),
    isAppConnected: isAppConnected(api),
    getConnectedAccounts: getConnectedAccounts(api),
    getFunction: getFunction(api),
    invokeFunction: invokeFunction(api),
  };
}
