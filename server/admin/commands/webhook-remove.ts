import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { deleteEndpoint } from '../../webhooks/delete-endpoint.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';

export const webhookRemove = defineCommand({
  input: z.object({ appKey: AppKey, id: z.uuid('must be the id of an endpoint') }),
  output: z.object({ id: z.string() }),
  run: async ({ db }, { appKey, id }) => {
    await deleteEndpoint({ db }, { workspaceId: await workspaceIdOf(db, appKey), id });
    return { id };
  },
});
