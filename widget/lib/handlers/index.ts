import type { ApiClient } from '../api/client.ts';
import type { Handlers } from '../bridge/method-table.ts';
import type { ConnectQueue } from '../state/connect-queue.svelte.ts';
import type { Surfaces } from '../state/surfaces.svelte.ts';
import { connectApp } from './connect-app.ts';
import { disconnectApp } from './disconnect-app.ts';
import { getConnectedAccounts } from './get-connected-accounts.ts';
import { getFunction } from './get-function.ts';
import { invokeFunction } from './invoke-function.ts';
import { isAppConnected } from './is-app-connected.ts';
import { showApp } from './show-app.ts';
import { showApps } from './show-apps.ts';
import { showConnectedAccounts } from './show-connected-accounts.ts';
import { showFunction } from './show-function.ts';
import { showFunctionUI } from './show-function-ui.ts';
import { showFunctions } from './show-functions.ts';
import { update } from './update.ts';

export function createHandlers(api: ApiClient, queue: ConnectQueue, surfaces: Surfaces): Handlers {
  return {
    connectApp: connectApp(queue),
    disconnectApp: disconnectApp(api),
    isAppConnected: isAppConnected(api),
    getConnectedAccounts: getConnectedAccounts(api),
    getFunction: getFunction(api),
    invokeFunction: invokeFunction(api),
    showApps: showApps(surfaces),
    showApp: showApp(surfaces),
    showConnectedAccounts: showConnectedAccounts(surfaces),
    showFunctions: showFunctions(surfaces),
    showFunction: showFunction(surfaces),
    showFunctionUI: showFunctionUI(surfaces),
    update: update(surfaces),
  };
}
