import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';

/** True where the user has connected this very account of the app. */
export async function isConnected(
  { db }: Pick<Services, 'db'>,
  { workspaceId, userId }: UserRef,
  app: string,
  externalId: string,
): Promise<boolean> {
  const account = await db.inWorkspace(workspaceId, (tx) =>
    tx
      .selectFrom('connected_accounts')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', userId)
      .where('app', '=', app)
      .where('external_id', '=', externalId)
      .executeTakeFirst(),
  );
  return account !== undefined;
}
