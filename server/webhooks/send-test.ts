import type { Services } from '../services.ts';
import { lockEndpoint, requireEnabled, type EndpointRef } from './endpoint.ts';
import { readDelivery, type DeliverySummary } from './list-deliveries.ts';
import { queueMessage } from './queue-message.ts';

/**
 * Sends the endpoint a message of the type `endpoint.test`, whichever types it wants. It takes the way of all messages.
 * Throws `not_found`, and `invalid_argument` for an endpoint that is disabled.
 */
export async function sendTest({ db }: Pick<Services, 'db'>, ref: EndpointRef): Promise<DeliverySummary> {
  return db.inWorkspace(ref.workspaceId, async (tx) => {
    requireEnabled(await lockEndpoint(tx, ref));
    const { app_key } = await tx
      .selectFrom('workspaces')
      .select('app_key')
      .where('id', '=', ref.workspaceId)
      .executeTakeFirstOrThrow();
    const message = {
      workspaceId: ref.workspaceId,
      type: 'endpoint.test' as const,
      data: { app_key, endpoint_id: ref.id },
    };
    const { deliveryIds } = await queueMessage(tx, message, [ref.id]);
    return readDelivery(tx, ref, deliveryIds[0]!);
  });
}
