import * as z from 'zod/mini';
import { App } from '#bridge-protocol/entities/app.ts';
import { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import type { ApiClient } from './client.ts';

const Disconnected = z.object({
  status: z.literal('disconnected'),
  app: App,
  connected_accounts: z.array(ConnectedAccount),
});

/** The server revokes the token at the third party before it answers. */
const REVOKE_DEADLINE = 40_000;

/** Disconnects an account; answers with the app's remaining ones. Throws `unknown_account`. */
export function deleteConnectedAccount(api: ApiClient, id: string): Promise<z.infer<typeof Disconnected>> {
  return api.send({
    method: 'DELETE',
    path: `/connected-accounts/${encodeURIComponent(id)}`,
    answer: Disconnected,
    deadline: REVOKE_DEADLINE,
  });
}
