import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { rotateSecret } from '../../webhooks/rotate-secret.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';
import { endpointOutput, EndpointWithSecret } from '../webhook-output.ts';

const HOUR_S = 60 * 60;
const overlapHours = z.number().min(0, 'must be at least 0').max(168, 'must be at most 168').default(24);

/** A new secret, shown this once. The one before signs beside it for a while. */
export const webhookRotateSecret = defineCommand({
  input: z.object({ appKey: AppKey, id: z.uuid('must be the id of an endpoint'), overlapHours }),
  output: EndpointWithSecret,
  run: async ({ db, vault }, { appKey, id, overlapHours: hours }) => {
    const ref = { workspaceId: await workspaceIdOf(db, appKey), id };
    const { endpoint, secret } = await rotateSecret({ db, vault }, ref, Math.round(hours * HOUR_S));
    return { ...endpointOutput(endpoint), secret };
  },
});
