/** The NOTIFY channel that says that deliveries are due. The rows themselves are in the table. */
export const WEBHOOKS_CHANNEL = 'integry_webhooks';
