import type { AppCard } from '#bridge-protocol/entities/app-card.ts';
import type { Tx } from '../db/database.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import type { CatalogueApp } from './catalogue.ts';
import { iconUrlOf } from './icon-url.ts';
import { recentApps } from './recent-apps.ts';

/** As many connected apps as a user looks through at a glance: only where there are more, the recent ones stand apart. */
const GLANCE = 6;

type Group = AppCard['group'];
type Connection = AppCard['connection'];

/**
 * Every app as the marketplace shows it to one user. The one place that decides what comes first: connected ones, those
 * used last before the others, then the popular ones, then the rest by title.
 */
export async function appCards(
  tx: Tx,
  { catalogue, config }: Pick<Services, 'catalogue' | 'config'>,
  user: UserRef,
  popular: readonly string[],
): Promise<AppCard[]> {
  const connections = await connectionsOf(tx, user);
  const used = await recentApps(tx, user);
  const usedRank = new Map(used.map((name, index) => [name, index]));
  const rankOf = ({ name }: CatalogueApp): number => usedRank.get(name) ?? Infinity;
  const connected = catalogue.apps
    .filter(({ name }) => connections.has(name))
    .toSorted((a, b) => (rankOf(a) === rankOf(b) ? 0 : rankOf(a) - rankOf(b)));
  const recentCount =
    connected.length > GLANCE ? Math.min(connected.filter(({ name }) => usedRank.has(name)).length, GLANCE) : 0;
  const others = new Map(catalogue.apps.filter(({ name }) => !connections.has(name)).map((app) => [app.name, app]));
  const liked = popular.flatMap((name) => others.get(name) ?? []);
  for (const { name } of liked) others.delete(name);

  const card = (app: CatalogueApp, group: Group): AppCard => ({
    name: app.name,
    title: app.connector.manifest.title,
    icon_url: iconUrlOf(app, config.publicUrl),
    description: app.connector.manifest.description,
    categories: [...app.connector.manifest.categories],
    connection: connections.get(app.name) ?? null,
    group,
  });
  return [
    ...connected.map((app, index) => card(app, index < recentCount ? 'recent' : 'connected')),
    ...liked.map((app) => card(app, 'popular')),
    ...[...others.values()].map((app) => card(app, 'other')),
  ];
}

async function connectionsOf(tx: Tx, { workspaceId, userId }: UserRef): Promise<ReadonlyMap<string, Connection>> {
  const accounts = await tx
    .selectFrom('connected_accounts')
    .select(['app', 'status'])
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .execute();
  const connections = new Map<string, Connection>();
  for (const { app, status } of accounts) {
    if (status === 'needs_reconnect' || !connections.has(app)) connections.set(app, status);
  }
  return connections;
}
