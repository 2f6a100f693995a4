import type { App } from '#bridge-protocol/entities/app.ts';
import type { Tx } from '../db/database.ts';
import type { EventDraft } from '../events/append-event.ts';
import type { UserRef } from '../sessions/identity.ts';
import { endpointsFor, queueMessage } from './queue-message.ts';
import type { WebhookType } from './webhook-type.ts';

const types = {
  'app-connected': 'account.connected',
  'account-updated': 'account.updated',
  'app-disconnected': 'account.disconnected',
} as const satisfies Partial<Record<EventDraft['type'], WebhookType>>;

/**
 * Lets the customer's backend know of an event of a user's stream, in the same transaction. `type` says more exactly than
 * the event does what has happened. That an attempt came to nothing is of no interest outside the page.
 */
export async function tellBackend(
  tx: Tx,
  user: UserRef & { externalId: string },
  event: EventDraft,
  type?: WebhookType,
): Promise<void> {
  if (event.type === 'attempt-failed') return;
  const { workspaceId, userId, externalId } = user;
  const known = type ?? types[event.type];
  const endpointIds = await endpointsFor(tx, workspaceId, known);
  if (endpointIds.length === 0) return;
  const { connected_account_id: accountId, ...app } = event.payload;
  const { app_key } = await tx
    .selectFrom('workspaces')
    .select('app_key')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  const data = {
    app_key,
    user_id: externalId,
    app: app.name,
    connected_account_id: accountId,
    status: event.type === 'app-disconnected' ? 'disconnected' : statusOf(app, accountId),
  };
  await queueMessage(tx, { workspaceId, userId, type: known, data }, endpointIds);
}

function statusOf(app: App, accountId: number): string | null {
  return app.connected_accounts.find(({ id }) => id === accountId)?.status ?? null;
}
