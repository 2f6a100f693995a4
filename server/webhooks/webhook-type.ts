/** What a customer's backend can be told of. Types are only ever added. */
export const webhookTypes = [
  'account.connected',
  'account.needs_reconnect',
  'account.updated',
  'account.disconnected',
] as const;

export type WebhookType = (typeof webhookTypes)[number];
