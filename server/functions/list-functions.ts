import type { FunctionList } from '#bridge-protocol/entities/function-signature.ts';
import { accountView, listAccounts } from '../accounts/list-accounts.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import { pageOf, type PageRequest } from '../catalogue/page.ts';
import { searchFunctions } from '../catalogue/search.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { functionView, functionViewWithMeta } from './function-view.ts';

export interface FunctionFilter {
  app?: string;
  type?: 'QUERY' | 'ACTION' | 'PASSTHROUGH';
  /** Only of apps that the user has connected */
  connectedOnly: boolean;
  search: string;
  withMeta: boolean;
}

/** One page of the functions that pass the filter. Throws `unknown_app`, and `invalid_argument` for a foreign cursor. */
export async function listFunctions(
  services: Services,
  user: UserRef,
  filter: FunctionFilter,
  page: PageRequest,
): Promise<FunctionList> {
  if (filter.app !== undefined) services.catalogue.findApp(filter.app);
  const connected = filter.connectedOnly ? await connectedApps(services, user) : undefined;
  const all = services.catalogue.functions.filter(
    ({ app, definition }) =>
      (filter.app === undefined || app.name === filter.app) &&
      (filter.type === undefined || definition.type === filter.type) &&
      (connected === undefined || connected.has(app.name)),
  );
  const found = pageOf(searchFunctions(all, filter.search), ({ definition }) => definition.name, page);
  const functions = filter.withMeta
    ? await viewsWithMeta(services, user, found.entries)
    : found.entries.map(functionView);
  return { functions, count: found.count, _cursor: found.cursor };
}

/** Signatures with `meta`, by one query for the accounts of all their apps. */
export async function viewsWithMeta(
  services: Services,
  user: UserRef,
  entries: readonly CatalogueFunction[],
): Promise<FunctionList['functions']> {
  const apps = [...new Set(entries.map(({ app }) => app.name))];
  if (apps.length === 0) return [];
  const accounts = await services.db.inWorkspace(user.workspaceId, (tx) => listAccounts(tx, user, apps));
  const byApp = Map.groupBy(accounts, (account) => account.app);
  return entries.map((entry) =>
    functionViewWithMeta(entry, services.config.publicUrl, (byApp.get(entry.app.name) ?? []).map(accountView)),
  );
}

async function connectedApps(services: Services, user: UserRef): Promise<ReadonlySet<string>> {
  const rows = await services.db.inWorkspace(user.workspaceId, (tx) =>
    tx
      .selectFrom('connected_accounts')
      .select('app')
      .distinct()
      .where('workspace_id', '=', user.workspaceId)
      .where('user_id', '=', user.userId)
      .execute(),
  );
  return new Set(rows.map(({ app }) => app));
}
