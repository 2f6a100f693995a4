import type { App } from '#bridge-protocol/entities/app.ts';
import type { Tx } from '../db/database.ts';
import type { EventDraft } from '../events/append-event.ts';
import type { UserRef } from '../sessions/identity.ts';
import { endpointsFor, queueMessage } from './queue-message.ts';
import type { WebhookType } from './webhook-type.ts';

/** A user, with the name that the customer's backend knows. */
export type TellableUser = UserRef & { externalId: string };

export interface AccountChange {
  type: WebhookType;
  app: string;
  accountId: number;
  /** How the account stands now */
  status: 'active' | 'needs_reconnect' | 'disconnected';
}

const types = {
  'app-connected': 'account.connected',
  'account-updated': 'account.updated',
  'app-disconnected': 'account.disconnected',
} as const satisfies Partial<Record<EventDraft['type'], WebhookType>>;

/**
 * Lets the customer's backend know of an event of a user's stream, in the same transaction. `type` says more exactly than
 * the event does what has happened. That an attempt came to nothing is of no interest outside the page.
 */
export async function tellBackend(tx: Tx, user: TellableUser, event: EventDraft, type?: WebhookType): Promise<void> {
  if (event.type === 'attempt-failed') return;
  const { connected_account_id: accountId, ...app } = event.payload;
  const status = event.type === 'app-disconnected' ? 'disconnected' : statusOf(app, accountId);
  await tellOfAccount(tx, user, { type: type ?? types[event.type], app: app.name, accountId, status });
}

/** As `tellBackend`, where the user has no stream any more. */
export async function tellOfAccount(
  tx: Tx,
  { workspaceId, userId, externalId }: TellableUser,
  { type, app, accountId, status }: AccountChange,
): Promise<void> {
  const endpointIds = await endpointsFor(tx, workspaceId, type);
  if (endpointIds.length === 0) return;
  const { app_key } = await tx
    .selectFrom('workspaces')
    .select('app_key')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  const data = { app_key, user_id: externalId, app, connected_account_id: accountId, status };
  await queueMessage(tx, { workspaceId, userId, type, data }, endpointIds);
}

function statusOf(app: App, accountId: number): AccountChange['status'] {
  return app.connected_accounts.find(({ id }) => id === accountId)?.status ?? 'active';
}
