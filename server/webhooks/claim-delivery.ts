import { sql } from 'kysely';
import type { Database } from '../db/database.ts';

/** The right to make one try, for one process. */
export interface ClaimedDelivery {
  workspaceId: number;
  id: number;
  endpointId: string;
  messageId: string;
  /** With this one */
  tries: number;
}

/** Longer than a try may take: whoever claimed it has written the outcome by then, or is gone. */
const LEASE = sql`interval '60 seconds'`;

/** The delivery that is due longest, of any workspace but none of the busy endpoints; undefined where there is none. */
export async function claimDelivery(
  { asOwner }: Database,
  busyEndpoints: readonly string[],
): Promise<ClaimedDelivery | undefined> {
  return asOwner(async (tx) => {
    const { rows } = await sql<ClaimedDelivery>`
      update webhook_deliveries
      set tries = tries + 1, last_try_at = now(), next_try_at = now() + ${LEASE}
      where (workspace_id, id) = (
        select workspace_id, id from webhook_deliveries
        where status = 'pending' and next_try_at <= now() and not (endpoint_id = any(${busyEndpoints}::uuid[]))
        order by next_try_at limit 1
        for update skip locked
      )
      returning workspace_id as "workspaceId", id, endpoint_id as "endpointId", message_id as "messageId", tries
    `.execute(tx);
    return rows[0];
  });
}
