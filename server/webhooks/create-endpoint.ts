import { randomUUID } from 'node:crypto';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { EndpointRow } from './endpoint.ts';
import { createWebhookSecret, webhookSecretContext } from './secret.ts';
import type { WebhookType } from './webhook-type.ts';

const MAX_ENDPOINTS = 20;

export interface NewEndpoint {
  workspaceId: number;
  /** As `checkEndpointUrl` gives it */
  url: string;
  description?: string | null;
  /** Absent or null: all types, also those to come */
  events?: WebhookType[] | null;
}

/** Adds an endpoint; its secret is told this once. Throws `invalid_argument` where the workspace has twenty. */
export async function createEndpoint(
  { db, vault }: Pick<Services, 'db' | 'vault'>,
  { workspaceId, url, description = null, events = null }: NewEndpoint,
): Promise<{ endpoint: EndpointRow; secret: string }> {
  const id = randomUUID();
  const secret = createWebhookSecret();
  const sealed = await vault.seal(secret, webhookSecretContext({ workspace_id: workspaceId, id }));
  return db.inWorkspace(workspaceId, async (tx) => {
    // Locked, so that two requests cannot both make the last one.
    await tx.selectFrom('workspaces').select('id').where('id', '=', workspaceId).forUpdate().execute();
    const { count } = await tx
      .selectFrom('webhook_endpoints')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow();
    if (count >= MAX_ENDPOINTS) {
      throw new DomainError('invalid_argument', `A workspace has at most ${MAX_ENDPOINTS} webhook endpoints.`);
    }
    const endpoint = await tx
      .insertInto('webhook_endpoints')
      .values({ workspace_id: workspaceId, id, url, description, events, secret_sealed: sealed })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { endpoint, secret };
  });
}
