import type { Services } from '../services.ts';
import type { EndpointRow } from './endpoint.ts';

/** The workspace's endpoints, oldest first. */
export async function listEndpoints({ db }: Pick<Services, 'db'>, workspaceId: number): Promise<EndpointRow[]> {
  return db.inWorkspace(workspaceId, (tx) =>
    tx
      .selectFrom('webhook_endpoints')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  );
}
