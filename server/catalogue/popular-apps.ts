import { sql } from 'kysely';
import type { Services } from '../services.ts';

/** So many of a workspace's users have to have an app before anybody is told: fewer could tell what one of them does. */
const LEAST_USERS = 3;
const MOST_APPS = 6;
/** Counting goes through all accounts of a workspace, and the answer changes slowly. */
const FRESH_MS = 10 * 60_000;

/** The names of the apps that most of a workspace's users have connected, the most popular first; never who they are. */
export type PopularApps = (workspaceId: number) => Promise<readonly string[]>;

export function popularApps({ db }: Pick<Services, 'db'>): PopularApps {
  const known = new Map<number, { apps: Promise<readonly string[]>; until: number }>();
  return (workspaceId) => {
    const answer = known.get(workspaceId);
    if (answer && performance.now() < answer.until) return answer.apps;
    const apps = countUsers(db, workspaceId);
    known.set(workspaceId, { apps, until: performance.now() + FRESH_MS });
    apps.catch(() => known.delete(workspaceId));
    return apps;
  };
}

async function countUsers(db: Services['db'], workspaceId: number): Promise<readonly string[]> {
  const users = sql<number>`count(distinct user_id)`;
  const rows = await db.inWorkspace(workspaceId, (tx) =>
    tx
      .selectFrom('connected_accounts')
      .select('app')
      .where('workspace_id', '=', workspaceId)
      .groupBy('app')
      .having(users, '>=', LEAST_USERS)
      .orderBy(users, 'desc')
      .orderBy('app')
      .limit(MOST_APPS)
      .execute(),
  );
  return rows.map(({ app }) => app);
}
