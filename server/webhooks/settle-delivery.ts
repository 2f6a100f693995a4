import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Services } from '../services.ts';
import type { ClaimedDelivery } from './claim-delivery.ts';
import { waitAfter } from './schedule.ts';

/** How a try went. `status` is the HTTP status that came back, `error` why the message does not count as arrived. */
export type TryOutcome = { status: number; error?: undefined } | { status: number | null; error: string };

/** By this status a receiver says that it wants no more (Standard Webhooks). */
const GONE = 410;

/** Writes the outcome of a try, unless a later one has begun meanwhile, and what it means for the endpoint. */
export async function settleDelivery(
  { db, log }: Pick<Services, 'db' | 'log'>,
  claimed: ClaimedDelivery,
  outcome: TryOutcome,
): Promise<void> {
  const { workspaceId, endpointId, messageId } = claimed;
  const wait = outcome.error === undefined || outcome.status === GONE ? undefined : waitAfter(claimed.tries);
  const status = outcome.error === undefined ? 'delivered' : wait === undefined ? 'failed' : 'pending';
  const told = await db.inWorkspace(workspaceId, async (tx) => {
    if (!(await writeOutcome(tx, claimed, outcome, status, wait))) return undefined;
    if (status === 'delivered') return markWorking(tx, claimed);
    if (outcome.status === GONE) return disable(tx, claimed);
    if (status === 'failed') return markFailing(tx, claimed, outcome.error ?? '');
    return undefined;
  });
  if (told !== undefined) log.warn(told, { workspaceId, endpointId, messageId });
}

async function writeOutcome(
  tx: Tx,
  { workspaceId, id, tries }: ClaimedDelivery,
  outcome: TryOutcome,
  status: 'pending' | 'delivered' | 'failed',
  wait: number | undefined,
): Promise<boolean> {
  const written = await tx
    .updateTable('webhook_deliveries')
    .set({
      status,
      last_status: outcome.status,
      last_error: outcome.error ?? null,
      ...(wait !== undefined && { next_try_at: sql<Date>`now() + ${wait} * interval '1 millisecond'` }),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('tries', '=', tries)
    .where('status', '=', 'pending')
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

async function markWorking(tx: Tx, claimed: ClaimedDelivery): Promise<string | undefined> {
  const changed = await endpointOf(tx, claimed)
    .set({ status: 'enabled', status_reason: null })
    .where('status', '=', 'failing')
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n ? 'a webhook endpoint works again' : undefined;
}

async function markFailing(tx: Tx, claimed: ClaimedDelivery, error: string): Promise<string> {
  const reason = `A message was given up after ${claimed.tries} tries: ${error}`;
  await endpointOf(tx, claimed)
    .set({ status: 'failing', status_reason: reason })
    .where('status', '!=', 'disabled')
    .execute();
  return 'a webhook message was given up: its endpoint is failing';
}

async function disable(tx: Tx, claimed: ClaimedDelivery): Promise<string> {
  const reason = 'It answered 410 Gone.';
  await endpointOf(tx, claimed).set({ status: 'disabled', status_reason: reason }).execute();
  await giveUpPending(tx, claimed, reason);
  return 'a webhook endpoint answered 410 Gone and is disabled';
}

/** What still waits for an endpoint that gets nothing any more. */
export async function giveUpPending(
  tx: Tx,
  { workspaceId, endpointId }: Pick<ClaimedDelivery, 'workspaceId' | 'endpointId'>,
  reason: string,
): Promise<void> {
  await tx
    .updateTable('webhook_deliveries')
    .set({ status: 'failed', last_error: `The endpoint was disabled. ${reason}`.trim() })
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .where('status', '=', 'pending')
    .execute();
}

function endpointOf(tx: Tx, { workspaceId, endpointId }: ClaimedDelivery) {
  return tx.updateTable('webhook_endpoints').where('workspace_id', '=', workspaceId).where('id', '=', endpointId);
}
