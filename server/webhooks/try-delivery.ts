import { sql } from 'kysely';
import { toDomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { ClaimedDelivery } from './claim-delivery.ts';
import { MAX_TRIES } from './schedule.ts';
import { signedHeaders, webhookSecretContext } from './secret.ts';
import { settleDelivery, type TryOutcome } from './settle-delivery.ts';

type TryServices = Pick<Services, 'db' | 'egress' | 'log' | 'vault'>;

/** Of `createEgress`: what a receiver may take, in milliseconds, and answer, in bytes */
export const webhookLimits = { deadline: 10_000, responseSize: 64 * 1024 };

/** Sends a claimed message once and writes how that went. `ended` cuts it off, which counts as a failed try. */
export async function tryDelivery(services: TryServices, claimed: ClaimedDelivery, ended: AbortSignal): Promise<void> {
  if (claimed.tries > MAX_TRIES) return settleDelivery(services, claimed, cutOff());
  const request = await requestOf(services, claimed);
  // Deleted meanwhile, and the delivery with it
  if (!request) return;
  await settleDelivery(services, claimed, await send(services, request, ended));
}

interface WebhookRequest {
  url: string;
  body: string;
  headers: Record<string, string>;
}

async function requestOf(
  { db, vault }: TryServices,
  { workspaceId, endpointId, messageId }: ClaimedDelivery,
): Promise<WebhookRequest | undefined> {
  const row = await db.inWorkspace(workspaceId, (tx) =>
    tx
      .selectFrom('webhook_endpoints as endpoint')
      .innerJoin('webhook_messages as message', 'message.workspace_id', 'endpoint.workspace_id')
      .select(['endpoint.workspace_id', 'endpoint.id', 'endpoint.url', 'secret_sealed', 'previous_secret_sealed'])
      .select(sql<boolean>`coalesce(previous_secret_until > now(), false)`.as('overlaps'))
      .select(['message.id as message_id', 'message.body'])
      // Receivers refuse a time that is five minutes off: of all clocks here, the database's is the same for every process.
      .select(sql<Date>`now()`.as('now'))
      .where('endpoint.workspace_id', '=', workspaceId)
      .where('endpoint.id', '=', endpointId)
      .where('message.id', '=', messageId)
      .executeTakeFirst(),
  );
  if (!row) return undefined;
  const sealed = [
    row.secret_sealed,
    ...(row.overlaps && row.previous_secret_sealed ? [row.previous_secret_sealed] : []),
  ];
  const secrets = await Promise.all(sealed.map((secret) => vault.open(secret, webhookSecretContext(row))));
  const message = { id: row.message_id, body: row.body };
  return {
    url: row.url,
    body: row.body,
    headers: signedHeaders(message, Math.floor(row.now.getTime() / 1000), secrets),
  };
}

async function send(
  { egress }: TryServices,
  { url, body, headers }: WebhookRequest,
  ended: AbortSignal,
): Promise<TryOutcome> {
  const request = new Request(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    redirect: 'manual',
    signal: ended,
  });
  try {
    const { ok, status } = await egress.fetchTo(['*'])(request);
    return ok ? { status } : { status, error: `The endpoint answered ${status}.` };
  } catch (error) {
    const { code, message } = toDomainError(error);
    return { status: null, error: `${code}: ${message}` };
  }
}

/** The process was ended in the middle of the last try. */
function cutOff(): TryOutcome {
  return { status: null, error: 'The last try was cut off.' };
}
