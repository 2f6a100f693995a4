import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { Workspace, WorkspaceName } from '../fields.ts';
import { workspaceOutput } from '../workspace-output.ts';

export const workspaceCreate = defineCommand({
  input: z.object({ name: WorkspaceName }),
  output: Workspace,
  run: ({ db }, { name }) =>
    db.asOwner(async (tx) => {
      const appKey = `ak_${randomBytes(16).toString('base64url')}`;
      const row = await tx
        .insertInto('workspaces')
        .values({ name, app_key: appKey })
        .returningAll()
        .executeTakeFirstOrThrow();
      return workspaceOutput(row);
    }),
});
