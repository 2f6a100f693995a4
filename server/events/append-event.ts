import { sql } from 'kysely';
import type { AccountUpdated } from '#bridge-protocol/events/account-updated.ts';
import type { AppConnected } from '#bridge-protocol/events/app-connected.ts';
import type { AppDisconnected } from '#bridge-protocol/events/app-disconnected.ts';
import type { AttemptFailed } from '#bridge-protocol/events/attempt-failed.ts';
import type { Tx } from '../db/database.ts';
import { notify } from '../db/notify.ts';
import type { UserRef } from '../sessions/identity.ts';
import { tellBackend } from '../webhooks/tell-backend.ts';
import type { WebhookType } from '../webhooks/webhook-type.ts';
import { EVENTS_CHANNEL, streamKey } from './channel.ts';

/** An event before it has its id. */
export type EventDraft = AppConnected | AppDisconnected | AccountUpdated | AttemptFailed;

/**
 * Adds an event to the user's stream, and to the outbox of the customer's webhooks, in the transaction of the row that it
 * tells of. `webhook` is the type that the backend is told, where the event alone does not say it.
 *
 * The user's row stays locked until the commit, so ids follow the order of the commits and a stream that reads on from
 * an id skips nothing. `draft` runs under that lock: what it reads can no longer be overtaken by another event. Change
 * the rows first and append last. Returns the event.
 */
export async function appendEvent<Draft extends EventDraft>(
  tx: Tx,
  user: UserRef,
  draft: () => Promise<Draft>,
  webhook?: WebhookType,
): Promise<Draft> {
  const { last_event_id: id, external_id: externalId } = await tx
    .updateTable('users')
    .set({ last_event_id: sql`last_event_id + 1` })
    .where('workspace_id', '=', user.workspaceId)
    .where('id', '=', user.userId)
    .returning(['last_event_id', 'external_id'])
    .executeTakeFirstOrThrow();
  const event = await draft();
  await tx
    .insertInto('events')
    .values({
      workspace_id: user.workspaceId,
      user_id: user.userId,
      id,
      type: event.type,
      payload: JSON.stringify(event.payload),
    })
    .execute();
  await notify(tx, EVENTS_CHANNEL, streamKey(user));
  await tellBackend(tx, { ...user, externalId }, event, webhook);
  return event;
}
