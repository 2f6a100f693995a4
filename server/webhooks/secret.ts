import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const BYTES = 32;

/** A secret as Standard Webhooks writes a symmetric one: `whsec_` and the key in base64. */
export function createWebhookSecret(): string {
  return `${PREFIX}${randomBytes(BYTES).toString('base64')}`;
}

/** Where an endpoint's secrets are sealed for. */
export function webhookSecretContext(endpoint: { workspace_id: number; id: string }): string {
  return `webhook_endpoints/${endpoint.workspace_id}/${endpoint.id}`;
}

/**
 * The three headers of Standard Webhooks 1.0.0, with a `v1` signature (HMAC-SHA256 over id, timestamp and body) for each
 * secret: while a secret is changed, the receiver finds the one that it knows. `sentAt` is in seconds since the epoch.
 */
export function signedHeaders(
  message: { id: string; body: string },
  sentAt: number,
  secrets: readonly string[],
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${message.id}.${sentAt}.${message.body}`).digest('base64')}`;
  });
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(sentAt),
    'webhook-signature': signatures.join(' '),
  };
}
