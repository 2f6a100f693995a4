import * as z from 'zod';
import { DomainError } from '../../errors.ts';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';

/** Links that were made for this URL end on a page of the server instead. */
export const returnUrlRemove = defineCommand({
  input: z.object({ appKey: AppKey, url: z.string() }),
  output: z.object({ url: z.string() }),
  run: async ({ db }, { appKey, url }) => {
    const id = await workspaceIdOf(db, appKey);
    const removed = await db.inWorkspace(id, async (tx) => {
      await tx
        .updateTable('connect_links')
        .set({ return_url: null })
        .where('workspace_id', '=', id)
        .where('return_url', '=', url)
        .execute();
      return tx
        .deleteFrom('return_urls')
        .where('workspace_id', '=', id)
        .where('url', '=', url)
        .executeTakeFirstOrThrow();
    });
    if (removed.numDeletedRows === 0n)
      throw new DomainError('not_found', `${url} is not on the list (see: return-url list).`);
    return { url };
  },
});
