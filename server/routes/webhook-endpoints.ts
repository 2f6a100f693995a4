import { Hono } from 'hono';
import * as z from 'zod/mini';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { jsonBody, params, query } from '../http/validated.ts';
import type { Services } from '../services.ts';
import { authenticateBackend } from '../sessions/authenticate.ts';
import type { Backend } from '../sessions/identity.ts';
import { createEndpoint } from '../webhooks/create-endpoint.ts';
import { deleteEndpoint } from '../webhooks/delete-endpoint.ts';
import { checkEndpointUrl } from '../webhooks/endpoint-url.ts';
import type { EndpointRef } from '../webhooks/endpoint.ts';
import { listDeliveries } from '../webhooks/list-deliveries.ts';
import { listEndpoints } from '../webhooks/list-endpoints.ts';
import { redeliver } from '../webhooks/redeliver.ts';
import { rotateSecret } from '../webhooks/rotate-secret.ts';
import { sendTest } from '../webhooks/send-test.ts';
import { updateEndpoint } from '../webhooks/update-endpoint.ts';
import {
  deliveryView,
  endpointView,
  EndpointWithSecret,
  WebhookDelivery,
  WebhookDeliveryList,
  WebhookEndpoint,
  WebhookEndpointList,
  WebhookTypes,
} from './webhook-views.ts';

const DEFAULT_DELIVERIES = 50;
const DAY_S = 24 * 60 * 60;

const Description = z.nullable(
  z.string().check(
    z.maxLength(200),
    z.refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed(), 'has a character that cannot belong to it'),
  ),
);
const NewEndpoint = z.strictObject({
  url: z.string(),
  description: z.optional(Description),
  events: z.optional(z.nullable(WebhookTypes)),
});
const EndpointChange = z.strictObject({
  url: z.optional(z.string()),
  description: z.optional(Description),
  events: z.optional(z.nullable(WebhookTypes)),
  status: z.optional(z.enum(['enabled', 'disabled'])),
});
const Rotation = z.strictObject({
  /** For how long the secret before signs as well */
  overlap_seconds: z._default(z.int().check(z.minimum(0), z.maximum(7 * DAY_S)), DAY_S),
});
const Nothing = z.strictObject({});
const EndpointParams = z.object({ id: z.uuid() });
const DeliveryId = z.string().check(z.regex(/^[1-9]\d{0,14}$/, 'has to be an id'));
const DeliveryParams = z.object({ id: z.uuid(), delivery: DeliveryId });
const DeliveryQuery = z.object({
  status: z.optional(z.enum(['pending', 'delivered', 'failed'])),
  /** The id of the last delivery of the page before */
  before: z.optional(DeliveryId),
  limit: z._default(
    z.string().check(z.regex(/^([1-9]\d?|1\d\d|200)$/, 'has to be 1 to 200')),
    String(DEFAULT_DELIVERIES),
  ),
});

const tag = 'Webhooks';
const path = '/webhook-endpoints';

/** How a customer's backend says where it wants to be told of events, and looks after what was sent there. */
export function webhookEndpointRoutes(services: Services): Hono<AppEnv> {
  const backend = authenticateBackend(services);
  return new Hono<AppEnv>()
    .get(
      path,
      describe({ tag, summary: 'The workspace’s endpoints', returns: WebhookEndpointList, auth: 'backend' }),
      backend,
      async (c) => {
        const rows = await listEndpoints(services, c.var.backend.workspaceId);
        return c.json({ endpoints: rows.map(endpointView) });
      },
    )
    .post(
      path,
      describe({
        tag,
        summary: 'Add an endpoint; its secret is told once',
        returns: EndpointWithSecret,
        auth: 'backend',
      }),
      backend,
      jsonBody(NewEndpoint),
      async (c) => {
        const { url, ...wanted } = c.req.valid('json');
        const { workspaceId } = c.var.backend;
        const made = await createEndpoint(services, { ...wanted, workspaceId, url: checkEndpointUrl(services, url) });
        return c.json({ ...endpointView(made.endpoint), secret: made.secret });
      },
    )
    .patch(
      `${path}/:id`,
      describe({ tag, summary: 'Change what is named of an endpoint', returns: WebhookEndpoint, auth: 'backend' }),
      backend,
      params(EndpointParams),
      jsonBody(EndpointChange),
      async (c) => {
        const { url, ...rest } = c.req.valid('json');
        const change = url === undefined ? rest : { ...rest, url: checkEndpointUrl(services, url) };
        return c.json(endpointView(await updateEndpoint(services, refOf(c.var.backend, c.req.valid('param')), change)));
      },
    )
    .delete(
      `${path}/:id`,
      describe({ tag, summary: 'Forget an endpoint', returns: Nothing, auth: 'backend' }),
      backend,
      params(EndpointParams),
      async (c) => {
        await deleteEndpoint(services, refOf(c.var.backend, c.req.valid('param')));
        return c.json({});
      },
    )
    .post(
      `${path}/:id/rotate-secret`,
      describe({
        tag,
        summary: 'A new secret; the one before signs beside it for a while',
        returns: EndpointWithSecret,
        auth: 'backend',
      }),
      backend,
      params(EndpointParams),
      jsonBody(Rotation),
      async (c) => {
        const ref = refOf(c.var.backend, c.req.valid('param'));
        const { endpoint, secret } = await rotateSecret(services, ref, c.req.valid('json').overlap_seconds);
        return c.json({ ...endpointView(endpoint), secret });
      },
    )
    .post(
      `${path}/:id/test`,
      describe({ tag, summary: 'Send a test message', returns: WebhookDelivery, auth: 'backend' }),
      backend,
      params(EndpointParams),
      jsonBody(Nothing),
      async (c) => c.json(deliveryView(await sendTest(services, refOf(c.var.backend, c.req.valid('param'))))),
    )
    .get(
      `${path}/:id/deliveries`,
      describe({
        tag,
        summary: 'What was sent to an endpoint, latest first',
        returns: WebhookDeliveryList,
        auth: 'backend',
      }),
      backend,
      params(EndpointParams),
      query(DeliveryQuery),
      async (c) => {
        const { status, before, limit } = c.req.valid('query');
        const filter = { status, before: before === undefined ? undefined : Number(before), limit: Number(limit) };
        const rows = await listDeliveries(services, refOf(c.var.backend, c.req.valid('param')), filter);
        return c.json({ deliveries: rows.map(deliveryView) });
      },
    )
    .post(
      `${path}/:id/deliveries/:delivery/redeliver`,
      describe({ tag, summary: 'Send a message again', returns: WebhookDelivery, auth: 'backend' }),
      backend,
      params(DeliveryParams),
      jsonBody(Nothing),
      async (c) => {
        const { delivery } = c.req.valid('param');
        const ref = refOf(c.var.backend, c.req.valid('param'));
        return c.json(deliveryView(await redeliver(services, ref, Number(delivery))));
      },
    );
}

function refOf({ workspaceId }: Backend, { id }: { id: string }): EndpointRef {
  return { workspaceId, id: id.toLowerCase() };
}
