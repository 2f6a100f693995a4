import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey, ReturnUrl } from '../fields.ts';

/** Lets connect links lead back to this URL. Adding it again changes nothing. */
export const returnUrlAdd = defineCommand({
  input: z.object({ appKey: AppKey, url: ReturnUrl }),
  output: z.object({ url: z.string() }),
  run: async ({ db }, { appKey, url }) => {
    const id = await workspaceIdOf(db, appKey);
    await db.inWorkspace(id, (tx) =>
      tx
        .insertInto('return_urls')
        .values({ workspace_id: id, url })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
    return { url };
  },
});
