import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey, Workspace } from '../fields.ts';
import { workspaceOutput } from '../workspace-output.ts';

/** Changes the named settings and leaves the others. */
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
    const row = await db.inWorkspace(id, (tx) =>
      tx
        .updateTable('workspaces')
        .set({
          allow_integry_credentials: integryCredentials,
          require_token: requireToken,
          allow_pairing: pairing,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow(),
    );
    return workspaceOutput(row);
  },
});
