import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Services } from '../services.ts';
import { lockEndpoint, type EndpointRef } from './endpoint.ts';

export interface DeliveryFilter {
  status?: 'pending' | 'delivered' | 'failed';
  /** Only those before this id */
  before?: number;
  limit: number;
}

export type DeliverySummary = Awaited<ReturnType<typeof readDeliveries>>[number];

/** The endpoint's deliveries, latest first. Throws `not_found`. */
export async function listDeliveries(
  { db }: Pick<Services, 'db'>,
  ref: EndpointRef,
  { status, before, limit }: DeliveryFilter,
): Promise<DeliverySummary[]> {
  return db.inWorkspace(ref.workspaceId, async (tx) => {
    await lockEndpoint(tx, ref);
    return readDeliveries(tx, ref, (query) =>
      query
        .$if(status !== undefined, (some) => some.where('delivery.status', '=', status!))
        .$if(before !== undefined, (some) => some.where('delivery.id', '<', before!))
        .limit(limit),
    );
  });
}

/** One of the endpoint's deliveries, which is known to be there. */
export async function readDelivery(tx: Tx, ref: EndpointRef, deliveryId: number): Promise<DeliverySummary> {
  const [delivery] = await readDeliveries(tx, ref, (query) => query.where('delivery.id', '=', deliveryId));
  return delivery!;
}

type Query = ReturnType<typeof deliveriesOf>;

function readDeliveries(tx: Tx, ref: EndpointRef, narrow: (query: Query) => Query) {
  return narrow(deliveriesOf(tx, ref)).execute();
}

function deliveriesOf(tx: Tx, { workspaceId, id }: EndpointRef) {
  return tx
    .selectFrom('webhook_deliveries as delivery')
    .innerJoin('webhook_messages as message', (join) =>
      join.onRef('message.workspace_id', '=', 'delivery.workspace_id').onRef('message.id', '=', 'delivery.message_id'),
    )
    .select(['delivery.id', 'delivery.message_id', 'message.type', 'delivery.status', 'delivery.tries'])
    .select(['delivery.last_status', 'delivery.last_error', 'delivery.last_try_at', 'delivery.created_at'])
    .select(sql<Date | null>`case when delivery.status = 'pending' then delivery.next_try_at end`.as('next_try_at'))
    .where('delivery.workspace_id', '=', workspaceId)
    .where('delivery.endpoint_id', '=', id)
    .orderBy('delivery.id', 'desc');
}
