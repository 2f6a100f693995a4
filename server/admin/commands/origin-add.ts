import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey, Origin } from '../fields.ts';

/** Lets pages of this origin embed the workspace. Adding it again changes nothing. */
export const originAdd = defineCommand({
  input: z.object({ appKey: AppKey, origin: Origin }),
  output: z.object({ origin: z.string() }),
  run: async ({ db }, { appKey, origin }) => {
    const id = await workspaceIdOf(db, appKey);
    await db.inWorkspace(id, (tx) =>
      tx
        .insertInto('workspace_origins')
        .values({ workspace_id: id, origin })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
    return { origin };
  },
});
