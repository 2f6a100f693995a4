import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { listDeliveries } from '../../webhooks/list-deliveries.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';
import { Delivery, deliveryOutput } from '../webhook-output.ts';

const limit = z.int('must be a whole number').min(1, 'must be at least 1').max(1000, 'must be at most 1000');

/** What was sent to an endpoint, latest first. */
export const webhookDeliveries = defineCommand({
  input: z.object({ appKey: AppKey, id: z.uuid('must be the id of an endpoint'), limit: limit.default(20) }),
  output: z.array(Delivery),
  run: async ({ db }, { appKey, id, limit }) => {
    const ref = { workspaceId: await workspaceIdOf(db, appKey), id };
    return (await listDeliveries({ db }, ref, { limit })).map(deliveryOutput);
  },
});
