import * as z from 'zod';
import { wakeStreams } from '../../events/wake-streams.ts';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey, Workspace } from '../fields.ts';
import { workspaceOutput } from '../workspace-output.ts';

/**
 * Changes the named settings and leaves the others. Where a token is demanded from now on, sessions that a hash may have
 * opened end at once; the loader opens new ones where it can.
 */
export const workspaceSet = defineCommand({
  input: z
    .object({
      appKey: AppKey,
      integryCredentials: z.boolean().optional(),
      requireToken: z.boolean().optional(),
      pairing: z.boolean().optional(),
    })
    .refine(({ appKey: _appKey, ...settings }) => Object.values(settings).some((value) => value !== undefined), {
      error: 'name at least one setting to change',
    }),
  output: Workspace,
  run: async ({ db }, { appKey, integryCredentials, requireToken, pairing }) => {
    const id = await workspaceIdOf(db, appKey);
    const row = await db.inWorkspace(id, async (tx) => {
      if (requireToken) {
        await tx.deleteFrom('sessions').where('workspace_id', '=', id).execute();
        await wakeStreams(tx, id);
      }
      return tx
        .updateTable('workspaces')
        .set({
          allow_integry_credentials: integryCredentials,
          require_token: requireToken,
          allow_pairing: pairing,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
    });
    return workspaceOutput(row);
  },
});
