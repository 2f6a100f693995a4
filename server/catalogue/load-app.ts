import type { App } from '#bridge-protocol/entities/app.ts';
import type { AuthMethod } from '#bridge-protocol/entities/auth-method.ts';
import type { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import type { AuthScheme } from '#connectors/kit/connector.ts';
import { accountView, listAccounts } from '../accounts/list-accounts.ts';
import type { Tx } from '../db/database.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import type { CatalogueApp } from './catalogue.ts';
import { iconUrlOf } from './icon-url.ts';

type AppServices = Pick<Services, 'catalogue' | 'config'>;

/** An app as one user sees it, for routes and events alike. Throws `unknown_app`. */
export async function loadApp(tx: Tx, services: AppServices, user: UserRef, name: string): Promise<App> {
  const [app] = await loadApps(tx, services, user, [services.catalogue.findApp(name)]);
  return app!;
}

/** Several apps as one user sees them, in the order given, by two queries. */
export async function loadApps(
  tx: Tx,
  services: AppServices,
  user: UserRef,
  apps: readonly CatalogueApp[],
): Promise<App[]> {
  const names = apps.map((app) => app.name);
  if (names.length === 0) return [];
  const accounts = Map.groupBy(await listAccounts(tx, user, names), (account) => account.app);
  const clients = await tx
    .selectFrom('oauth_clients')
    .select('app')
    .where('workspace_id', '=', user.workspaceId)
    .where('app', 'in', names)
    .execute();
  const withClient = new Set(clients.map((client) => client.app));
  return apps.map((app) =>
    appView(app, services.config.publicUrl, (accounts.get(app.name) ?? []).map(accountView), withClient.has(app.name)),
  );
}

function appView(app: CatalogueApp, publicUrl: string, accounts: ConnectedAccount[], hasClient: boolean): App {
  const { manifest, auth } = app.connector;
  return {
    id: app.id,
    name: app.name,
    title: manifest.title,
    icon_url: iconUrlOf(app, publicUrl),
    docs_url: manifest.docsUrl,
    login_url: null,
    allow_multiple_connected_accounts: manifest.allowMultipleAccounts,
    connected_accounts: accounts,
    description: manifest.description,
    categories: [...manifest.categories],
    auth_methods: auth.map((scheme) => authMethodView(scheme, hasClient)),
  };
}

function authMethodView(scheme: AuthScheme, hasClient: boolean): AuthMethod {
  const { type, name, title, description } = scheme;
  if (scheme.type === 'oauth2') return { name, type, title, description, fields: [], available: hasClient };
  const fields = scheme.fields.map((field) => ({ ...field, options: field.options && [...field.options] }));
  return { name, type, title, description, help_url: scheme.helpUrl, fields, available: true };
}
