import * as z from 'zod';
import { DomainError } from '../../errors.ts';
import { addSecret } from '../../sessions/app-secrets.ts';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';

const LIVE_SECRETS = 2;

/** A new App-Secret beside the one in use, for a change without a gap. The answer shows it this once. */
export const secretCreate = defineCommand({
  input: z.object({ appKey: AppKey }),
  output: z.object({ id: z.number(), appSecret: z.string() }),
  run: async ({ db, vault }, { appKey }) => {
    const workspaceId = await workspaceIdOf(db, appKey);
    return db.inWorkspace(workspaceId, async (tx) => {
      // Locked, so that two administrators cannot both make the second one.
      await tx.selectFrom('workspaces').select('id').where('id', '=', workspaceId).forUpdate().execute();
      const live = await tx.selectFrom('app_secrets').select('id').where('workspace_id', '=', workspaceId).execute();
      if (live.length >= LIVE_SECRETS) {
        const ids = live.map(({ id }) => id).join(' and ');
        const message = `The workspace has two App-Secrets, ${ids}. Revoke one first: secret revoke ${appKey} <id>`;
        throw new DomainError('invalid_argument', message);
      }
      const { id, value } = await addSecret(tx, vault, workspaceId);
      return { id, appSecret: value };
    });
  },
});
