import type { App } from '#bridge-protocol/entities/app.ts';
import type { AppCardList } from '#bridge-protocol/entities/app-card.ts';
import type { ApiClient } from './client.ts';
import { deleteConnectedAccount } from './delete-connected-account.ts';
import { getApp } from './get-app.ts';
import { listCards } from './list-cards.ts';
import { listFunctions, type FunctionPage, type FunctionQuery } from './list-functions.ts';
import { renameAccount } from './rename-account.ts';

/** What a surface asks of the server. Each throws `CodedError`. */
export interface SurfaceApi {
  listCards(size: number, cursor: string): Promise<AppCardList>;
  getApp(name: string): Promise<App>;
  listFunctions(query: FunctionQuery): Promise<FunctionPage>;
  disconnect(accountId: number): Promise<unknown>;
  rename(accountId: number, name: string | null): Promise<App>;
}

export function createSurfaceApi(api: ApiClient): SurfaceApi {
  return {
    listCards: (size, cursor) => listCards(api, size, cursor),
    getApp: (name) => getApp(api, name),
    listFunctions: (query) => listFunctions(api, query),
    disconnect: (accountId) => deleteConnectedAccount(api, String(accountId)),
    rename: (accountId, name) => renameAccount(api, accountId, name),
  };
}
