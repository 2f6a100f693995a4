import type { Tx } from '../db/database.ts';
import type { UserRef } from '../sessions/identity.ts';

/** Of a user who calls a lot, the last calls tell enough. */
const MOST_CALLS = 200;

/** The names of the apps whose functions the user called last, the latest first. */
export async function recentApps(tx: Tx, { workspaceId, userId }: UserRef): Promise<readonly string[]> {
  const calls = await tx
    .selectFrom('function_calls')
    .select('app')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .orderBy('started_at', 'desc')
    .limit(MOST_CALLS)
    .execute();
  return [...new Set(calls.map(({ app }) => app))];
}
