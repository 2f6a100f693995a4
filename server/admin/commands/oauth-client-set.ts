import * as z from 'zod';
import { oauthClientContext } from '../../oauth/oauth-client.ts';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey, AppName } from '../fields.ts';
import { OAuthClient, oauthClientOutput } from '../oauth-client-output.ts';

const visible = z
  .string()
  .regex(/^[\x20-\x7e]{1,4096}$/, 'must be 1 to 4096 printable ASCII characters (RFC 6749 A.1, A.2)');

/** Stores what the workspace has registered with a third party, in place of what was there. */
export const oauthClientSet = defineCommand({
  input: z.object({ appKey: AppKey, app: AppName, id: visible, secret: visible.optional() }),
  output: OAuthClient,
  run: async ({ db, vault, config }, { appKey, app, id, secret }) => {
    const workspaceId = await workspaceIdOf(db, appKey);
    const sealed = secret === undefined ? null : await vault.seal(secret, oauthClientContext(workspaceId, app));
    const client = { client_id: id, client_secret_sealed: sealed };
    await db.inWorkspace(workspaceId, (tx) =>
      tx
        .insertInto('oauth_clients')
        .values({ workspace_id: workspaceId, app, ...client })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'app']).doUpdateSet(client))
        .execute(),
    );
    return oauthClientOutput(config.publicUrl, appKey, { app, ...client });
  },
});
