import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';

/** The live App-Secrets by id and age; the secrets themselves are never shown again. */
export const secretList = defineCommand({
  input: z.object({ appKey: AppKey }),
  output: z.array(z.object({ id: z.number(), createdAt: z.iso.datetime() })),
  run: async ({ db }, { appKey }) => {
    const workspaceId = await workspaceIdOf(db, appKey);
    const rows = await db.inWorkspace(workspaceId, (tx) =>
      tx
        .selectFrom('app_secrets')
        .select(['id', 'created_at'])
        .where('workspace_id', '=', workspaceId)
        .orderBy('id')
        .execute(),
    );
    return rows.map(({ id, created_at }) => ({ id, createdAt: created_at.toISOString() }));
  },
});
