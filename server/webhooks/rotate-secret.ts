import { sql } from 'kysely';
import type { Services } from '../services.ts';
import { lockEndpoint, type EndpointRef, type EndpointRow } from './endpoint.ts';
import { createWebhookSecret, webhookSecretContext } from './secret.ts';

/**
 * Gives the endpoint a new secret, told this once. The one before signs beside it for so many seconds more; one that was
 * still signing from an earlier change stops. Throws `not_found`.
 */
export async function rotateSecret(
  { db, vault }: Pick<Services, 'db' | 'vault'>,
  ref: EndpointRef,
  overlapSeconds: number,
): Promise<{ endpoint: EndpointRow; secret: string }> {
  const secret = createWebhookSecret();
  const sealed = await vault.seal(secret, webhookSecretContext({ workspace_id: ref.workspaceId, id: ref.id }));
  return db.inWorkspace(ref.workspaceId, async (tx) => {
    const { secret_sealed: previous } = await lockEndpoint(tx, ref);
    const overlap =
      overlapSeconds === 0
        ? { previous_secret_sealed: null, previous_secret_until: null }
        : {
            previous_secret_sealed: previous,
            previous_secret_until: sql<Date>`now() + ${overlapSeconds} * interval '1 second'`,
          };
    const endpoint = await tx
      .updateTable('webhook_endpoints')
      .set({ secret_sealed: sealed, ...overlap })
      .where('workspace_id', '=', ref.workspaceId)
      .where('id', '=', ref.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return { endpoint, secret };
  });
}
