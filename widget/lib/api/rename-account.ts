import * as z from 'zod/mini';
import { App } from '#bridge-protocol/entities/app.ts';
import type { ApiClient } from './client.ts';

/** Gives an account the user's own name for it, or the app's again with null. Throws `unknown_account`. */
export async function renameAccount(api: ApiClient, id: number, name: string | null): Promise<App> {
  const { app } = await api.send({
    method: 'PATCH',
    path: `/connected-accounts/${id}`,
    body: { display_name: name },
    answer: z.object({ app: App }),
  });
  return app;
}
