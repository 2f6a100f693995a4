import * as z from 'zod/mini';
import { App } from '../entities/app.ts';
import { Id } from '../names.ts';

/** A user's account was disconnected; `connected_accounts` are the remaining ones. */
export const AppDisconnected = z.object({
  type: z.literal('app-disconnected'),
  payload: z.extend(App, { connected_account_id: Id }),
});
export type AppDisconnected = z.infer<typeof AppDisconnected>;
