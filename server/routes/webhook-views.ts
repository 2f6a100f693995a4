import * as z from 'zod/mini';
import { Id } from '#bridge-protocol/names.ts';
import type { EndpointRow } from '../webhooks/endpoint.ts';
import type { DeliverySummary } from '../webhooks/list-deliveries.ts';
import { webhookTypes } from '../webhooks/webhook-type.ts';

export const WebhookTypes = z.array(z.enum(webhookTypes)).check(z.minLength(1), z.maxLength(webhookTypes.length));

export const WebhookEndpoint = z.object({
  id: z.uuid(),
  url: z.string(),
  description: z.nullable(z.string()),
  /** The types it wants; null: all */
  events: z.nullable(WebhookTypes),
  /** `failing`: a message was given up and none has arrived since; `disabled`: it gets nothing */
  status: z.enum(['enabled', 'failing', 'disabled']),
  status_reason: z.nullable(z.string()),
  /** Until when the secret before signs as well */
  previous_secret_until: z.nullable(z.string()),
  created_at: z.string(),
});
export const WebhookEndpointList = z.object({ endpoints: z.array(WebhookEndpoint) });
/** The secret is `whsec_…`, and shown this once. */
export const EndpointWithSecret = z.extend(WebhookEndpoint, { secret: z.string() });

export const WebhookDelivery = z.object({
  id: Id,
  /** The `webhook-id` */
  message_id: z.string(),
  type: z.string(),
  status: z.enum(['pending', 'delivered', 'failed']),
  tries: z.int(),
  /** The HTTP status of the last try; null where none came back */
  last_status: z.nullable(z.int()),
  last_error: z.nullable(z.string()),
  last_try_at: z.nullable(z.string()),
  next_try_at: z.nullable(z.string()),
  created_at: z.string(),
});
export const WebhookDeliveryList = z.object({ deliveries: z.array(WebhookDelivery) });

export function endpointView(row: EndpointRow): z.infer<typeof WebhookEndpoint> {
  const { id, url, description, events, status, status_reason } = row;
  return {
    ...{ id, url, description, events, status, status_reason },
    previous_secret_until: row.previous_secret_until?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}

export function deliveryView(row: DeliverySummary): z.infer<typeof WebhookDelivery> {
  const { id, message_id, type, status, tries, last_status, last_error } = row;
  return {
    ...{ id, message_id, type, status, tries, last_status, last_error },
    last_try_at: row.last_try_at?.toISOString() ?? null,
    next_try_at: row.next_try_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}
