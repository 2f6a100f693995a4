import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';

export const returnUrlList = defineCommand({
  input: z.object({ appKey: AppKey }),
  output: z.array(z.object({ url: z.string() })),
  run: async ({ db }, { appKey }) => {
    const id = await workspaceIdOf(db, appKey);
    return db.inWorkspace(id, (tx) =>
      tx.selectFrom('return_urls').select('url').where('workspace_id', '=', id).orderBy('url').execute(),
    );
  },
});
