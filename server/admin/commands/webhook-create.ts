import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { createEndpoint } from '../../webhooks/create-endpoint.ts';
import { webhookTypes } from '../../webhooks/webhook-type.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';
import { endpointOutput, EndpointWithSecret } from '../webhook-output.ts';

/** Plain HTTP is for hosts that the operator allows: the server that sends decides, so it is not refused here. */
const url = z.url({ protocol: /^https?$/, error: 'must be an https:// URL' }).max(2000);
const events = z
  .array(z.enum(webhookTypes, `must be some of ${webhookTypes.join(', ')}`))
  .min(1)
  .optional();

/** Where the workspace's backend is told of events. The answer shows the secret this once. */
export const webhookCreate = defineCommand({
  input: z.object({ appKey: AppKey, url, events, description: z.string().max(200).optional() }),
  output: EndpointWithSecret,
  run: async ({ db, vault }, { appKey, ...wanted }) => {
    const workspaceId = await workspaceIdOf(db, appKey);
    const { endpoint, secret } = await createEndpoint({ db, vault }, { ...wanted, workspaceId });
    return { ...endpointOutput(endpoint), secret };
  },
});
