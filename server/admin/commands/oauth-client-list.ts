import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';
import { OAuthClient, oauthClientOutput } from '../oauth-client-output.ts';

export const oauthClientList = defineCommand({
  input: z.object({ appKey: AppKey }),
  output: z.array(OAuthClient),
  run: async ({ db, config }, { appKey }) => {
    const workspaceId = await workspaceIdOf(db, appKey);
    const rows = await db.inWorkspace(workspaceId, (tx) =>
      tx
        .selectFrom('oauth_clients')
        .select(['app', 'client_id', 'client_secret_sealed'])
        .where('workspace_id', '=', workspaceId)
        .orderBy('app')
        .execute(),
    );
    return rows.map((row) => oauthClientOutput(config.publicUrl, appKey, row));
  },
});
