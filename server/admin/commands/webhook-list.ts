import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { listEndpoints } from '../../webhooks/list-endpoints.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';
import { Endpoint, endpointOutput } from '../webhook-output.ts';

export const webhookList = defineCommand({
  input: z.object({ appKey: AppKey }),
  output: z.array(Endpoint),
  run: async ({ db }, { appKey }) => (await listEndpoints({ db }, await workspaceIdOf(db, appKey))).map(endpointOutput),
});
