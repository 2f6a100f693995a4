import type { Services } from '../services.ts';
import { unknownEndpoint, type EndpointRef } from './endpoint.ts';

/** Forgets the endpoint, its secret and what was delivered to it. Throws `not_found`. */
export async function deleteEndpoint({ db }: Pick<Services, 'db'>, { workspaceId, id }: EndpointRef): Promise<void> {
  const deleted = await db.inWorkspace(workspaceId, (tx) =>
    tx
      .deleteFrom('webhook_endpoints')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  );
  if (deleted.numDeletedRows === 0n) throw unknownEndpoint();
}
