import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { updateEndpoint } from '../../webhooks/update-endpoint.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';
import { Endpoint, endpointOutput } from '../webhook-output.ts';

/** Switches an endpoint on or off. What waited for it when it went off is given up. */
export const webhookSet = defineCommand({
  input: z.object({ appKey: AppKey, id: z.uuid('must be the id of an endpoint'), enabled: z.boolean() }),
  output: Endpoint,
  run: async ({ db }, { appKey, id, enabled }) => {
    const ref = { workspaceId: await workspaceIdOf(db, appKey), id };
    return endpointOutput(await updateEndpoint({ db }, ref, { status: enabled ? 'enabled' : 'disabled' }));
  },
});
