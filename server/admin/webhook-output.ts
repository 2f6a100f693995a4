import * as z from 'zod';
import type { EndpointRow } from '../webhooks/endpoint.ts';
import type { DeliverySummary } from '../webhooks/list-deliveries.ts';

export const Endpoint = z.object({
  id: z.string(),
  url: z.string(),
  events: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export const EndpointWithSecret = Endpoint.extend({ secret: z.string() });

export const Delivery = z.object({
  id: z.number(),
  message: z.string(),
  type: z.string(),
  status: z.string(),
  tries: z.number(),
  lastStatus: z.number().nullable(),
  lastError: z.string().nullable(),
  nextTryAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});

export function endpointOutput(row: EndpointRow): z.infer<typeof Endpoint> {
  const { id, url, status, status_reason: reason } = row;
  return { id, url, events: row.events?.join(',') ?? 'all', status, reason, createdAt: row.created_at.toISOString() };
}

export function deliveryOutput(row: DeliverySummary): z.infer<typeof Delivery> {
  const { id, type, status, tries } = row;
  return {
    ...{ id, message: row.message_id, type, status, tries, lastStatus: row.last_status, lastError: row.last_error },
    nextTryAt: row.next_try_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}
