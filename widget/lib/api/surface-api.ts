import type { App } from '#bridge-protocol/entities/app.ts';
import type { ApiClient } from './client.ts';
import { deleteConnectedAccount } from './delete-connected-account.ts';
import { getApp } from './get-app.ts';
import { listApps } from './list-apps.ts';
import { listFunctions, type FunctionPage, type FunctionQuery } from './list-functions.ts';

/** What a surface asks of the server. Each throws `CodedError`. */
export interface SurfaceApi {
  listApps(): Promise<App[]>;
  getApp(name: string): Promise<App>;
  listFunctions(query: FunctionQuery): Promise<FunctionPage>;
  disconnect(accountId: number): Promise<unknown>;
}

export function createSurfaceApi(api: ApiClient): SurfaceApi {
  return {
    listApps: () => listApps(api),
    getApp: (name) => getApp(api, name),
    listFunctions: (query) => listFunctions(api, query),
    disconnect: (accountId) => deleteConnectedAccount(api, String(accountId)),
  };
}
