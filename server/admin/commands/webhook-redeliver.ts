import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { redeliver } from '../../webhooks/redeliver.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';
import { Delivery, deliveryOutput } from '../webhook-output.ts';

/** Has a running server send a message again. */
export const webhookRedeliver = defineCommand({
  input: z.object({
    appKey: AppKey,
    id: z.uuid('must be the id of an endpoint'),
    delivery: z.int('must be the id of a delivery').positive(),
  }),
  output: Delivery,
  run: async ({ db }, { appKey, id, delivery }) =>
    deliveryOutput(await redeliver({ db }, { workspaceId: await workspaceIdOf(db, appKey), id }, delivery)),
});
