import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { sendTest } from '../../webhooks/send-test.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';
import { Delivery, deliveryOutput } from '../webhook-output.ts';

/** Has a running server send the endpoint a test message. */
export const webhookTest = defineCommand({
  input: z.object({ appKey: AppKey, id: z.uuid('must be the id of an endpoint') }),
  output: Delivery,
  run: async ({ db }, { appKey, id }) =>
    deliveryOutput(await sendTest({ db }, { workspaceId: await workspaceIdOf(db, appKey), id })),
});
