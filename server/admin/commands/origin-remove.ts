import * as z from 'zod';
import { DomainError } from '../../errors.ts';
import { wakeStreams } from '../../events/wake-streams.ts';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';

/** Ends the sessions that pages of this origin hold, too, and their event streams. */
export const originRemove = defineCommand({
  input: z.object({ appKey: AppKey, origin: z.string() }),
  output: z.object({ origin: z.string() }),
  run: async ({ db }, { appKey, origin }) => {
    const id = await workspaceIdOf(db, appKey);
    const removed = await db.inWorkspace(id, async (tx) => {
      await wakeStreams(tx, id);
      await tx.deleteFrom('sessions').where('workspace_id', '=', id).where('origin', '=', origin).execute();
      return tx
        .deleteFrom('workspace_origins')
        .where('workspace_id', '=', id)
        .where('origin', '=', origin)
        .executeTakeFirstOrThrow();
    });
    if (removed.numDeletedRows === 0n)
      throw new DomainError('not_found', `${origin} is not on the list (see: origin list).`);
    return { origin };
  },
});
