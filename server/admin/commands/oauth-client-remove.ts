import * as z from 'zod';
import { DomainError } from '../../errors.ts';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey, AppName } from '../fields.ts';

/** Accounts that were connected with the client stay until their tokens end; they can no longer be refreshed. */
export const oauthClientRemove = defineCommand({
  input: z.object({ appKey: AppKey, app: AppName }),
  output: z.object({ app: z.string() }),
  run: async ({ db }, { appKey, app }) => {
    const workspaceId = await workspaceIdOf(db, appKey);
    const removed = await db.inWorkspace(workspaceId, (tx) =>
      tx
        .deleteFrom('oauth_clients')
        .where('workspace_id', '=', workspaceId)
        .where('app', '=', app)
        .executeTakeFirstOrThrow(),
    );
    if (removed.numDeletedRows === 0n) {
      throw new DomainError('not_found', `The workspace has no OAuth client for ${app} (see: oauth-client list).`);
    }
    return { app };
  },
});
