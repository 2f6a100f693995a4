import { sql } from 'kysely';
import { notify } from '../db/notify.ts';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { WEBHOOKS_CHANNEL } from './channel.ts';
import { lockEndpoint, requireEnabled, type EndpointRef } from './endpoint.ts';
import { readDelivery, type DeliverySummary } from './list-deliveries.ts';

/**
 * Sends a message again, however it stood, at once and with all its tries before it. It keeps its id: a receiver that has
 * it already can tell. Throws `not_found`, and `invalid_argument` for an endpoint that is disabled.
 */
export async function redeliver(
  { db }: Pick<Services, 'db'>,
  ref: EndpointRef,
  deliveryId: number,
): Promise<DeliverySummary> {
  return db.inWorkspace(ref.workspaceId, async (tx) => {
    requireEnabled(await lockEndpoint(tx, ref));
    const changed = await tx
      .updateTable('webhook_deliveries')
      .set({ status: 'pending', tries: 0, next_try_at: sql<Date>`now()` })
      .where('workspace_id', '=', ref.workspaceId)
      .where('endpoint_id', '=', ref.id)
      .where('id', '=', deliveryId)
      .returning('id')
      .executeTakeFirst();
    if (!changed) throw new DomainError('not_found', 'The endpoint has no delivery with this id.');
    await notify(tx, WEBHOOKS_CHANNEL, '');
    return readDelivery(tx, ref, deliveryId);
  });
}
