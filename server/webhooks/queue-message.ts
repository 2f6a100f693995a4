import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { notify } from '../db/notify.ts';
import type { WebhookMessagesTable } from '../db/schema.ts';
import { WEBHOOKS_CHANNEL } from './channel.ts';
import type { WebhookType } from './webhook-type.ts';

export interface WebhookMessage {
  workspaceId: number;
  type: WebhookMessagesTable['type'];
  /** Absent for a test */
  userId?: number;
  /** Ids and states; nothing secret, and no names */
  data: Record<string, string | number | null>;
}

/** Puts a message for each of the endpoints into the outbox, in the transaction of what it tells of. */
export async function queueMessage(
  tx: Tx,
  message: WebhookMessage,
  endpointIds: readonly string[],
): Promise<{ deliveryIds: number[] }> {
  const { workspaceId, type, userId = null, data } = message;
  const id = `msg_${randomBytes(18).toString('base64url')}`;
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
  await tx
    .insertInto('webhook_messages')
    .values({ workspace_id: workspaceId, id, type, user_id: userId, body })
    .execute();
  const deliveries = await tx
    .insertInto('webhook_deliveries')
    .values(endpointIds.map((endpointId) => ({ workspace_id: workspaceId, endpoint_id: endpointId, message_id: id })))
    .returning('id')
    .execute();
  await notify(tx, WEBHOOKS_CHANNEL, '');
  return { deliveryIds: deliveries.map((delivery) => delivery.id) };
}

/** The endpoints that want to hear of this. None of them can be deleted before the commit, which would undo the event. */
export async function endpointsFor(tx: Tx, workspaceId: number, type: WebhookType): Promise<string[]> {
  const endpoints = await tx
    .selectFrom('webhook_endpoints')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('status', '!=', 'disabled')
    .where(sql<boolean>`(events is null or ${type} = any(events))`)
    .forKeyShare()
    .execute();
  return endpoints.map(({ id }) => id);
}
