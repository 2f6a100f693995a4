import * as z from 'zod/mini';
import { App } from '../entities/app.ts';
import { Id } from '../names.ts';

/** A user's account has another name, or its access has ended. */
export const AccountUpdated = z.object({
  type: z.literal('account-updated'),
  payload: z.extend(App, { connected_account_id: Id }),
});
export type AccountUpdated = z.infer<typeof AccountUpdated>;
