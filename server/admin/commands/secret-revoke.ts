import * as z from 'zod';
import { DomainError } from '../../errors.ts';
import { wakeStreams } from '../../events/wake-streams.ts';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';

/** Ends the App-Secret and every session that it vouched for, at once and in every process, open event streams too. */
export const secretRevoke = defineCommand({
  input: z.object({ appKey: AppKey, id: z.int('must be the id of an App-Secret').positive() }),
  output: z.object({ id: z.number() }),
  run: async ({ db }, { appKey, id }) => {
    const workspaceId = await workspaceIdOf(db, appKey);
    const revoked = await db.inWorkspace(workspaceId, async (tx) => {
      await wakeStreams(tx, workspaceId);
      return tx
        .deleteFrom('app_secrets')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
    });
    if (revoked.numDeletedRows === 0n) {
      throw new DomainError('not_found', `The workspace has no App-Secret ${id} (see: secret list).`);
    }
    return { id };
  },
});
