import type { Selectable } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { WebhookEndpointsTable } from '../db/schema.ts';
import { DomainError } from '../errors.ts';

export type EndpointRow = Selectable<WebhookEndpointsTable>;

export interface EndpointRef {
  workspaceId: number;
  id: string;
}

/** Reads the endpoint and locks it until the commit. Throws `not_found`, also for one of another workspace. */
export async function lockEndpoint(tx: Tx, { workspaceId, id }: EndpointRef): Promise<EndpointRow> {
  const row = await tx
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw unknownEndpoint();
  return row;
}

/** Throws `invalid_argument` for an endpoint that gets nothing. */
export function requireEnabled(endpoint: EndpointRow): void {
  if (endpoint.status !== 'disabled') return;
  throw new DomainError('invalid_argument', 'The endpoint is disabled. Enable it first.');
}

export function unknownEndpoint(): DomainError {
  return new DomainError('not_found', 'The workspace has no webhook endpoint with this id.');
}
