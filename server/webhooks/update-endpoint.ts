import type { Services } from '../services.ts';
import { lockEndpoint, type EndpointRef, type EndpointRow } from './endpoint.ts';
import { giveUpPending } from './settle-delivery.ts';
import type { WebhookType } from './webhook-type.ts';

export interface EndpointChange {
  /** As `checkEndpointUrl` gives it */
  url?: string;
  description?: string | null;
  events?: WebhookType[] | null;
  /** `disabled` also gives up what still waits for the endpoint */
  status?: 'enabled' | 'disabled';
}

/** Changes what is named. Throws `not_found`. */
export async function updateEndpoint(
  { db }: Pick<Services, 'db'>,
  ref: EndpointRef,
  { url, description, events, status }: EndpointChange,
): Promise<EndpointRow> {
  return db.inWorkspace(ref.workspaceId, async (tx) => {
    const endpoint = await lockEndpoint(tx, ref);
    const reason = status === 'disabled' ? 'It was switched off.' : null;
    if (reason !== null) await giveUpPending(tx, { workspaceId: ref.workspaceId, endpointId: ref.id }, reason);
    return (
      tx
        .updateTable('webhook_endpoints')
        // Something is always set: an update of nothing is no SQL.
        .set({ url: url ?? endpoint.url, description, events, ...(status && { status, status_reason: reason }) })
        .where('workspace_id', '=', ref.workspaceId)
        .where('id', '=', ref.id)
        .returningAll()
        .executeTakeFirstOrThrow()
    );
  });
}
