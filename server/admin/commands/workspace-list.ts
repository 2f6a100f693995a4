import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { Workspace } from '../fields.ts';
import { workspaceOutput } from '../workspace-output.ts';

export const workspaceList = defineCommand({
  input: z.object({}),
  output: z.array(Workspace),
  run: async ({ db }) => {
    const rows = await db.asOwner((tx) => tx.selectFrom('workspaces').selectAll().orderBy('id').execute());
    return rows.map(workspaceOutput);
  },
});
