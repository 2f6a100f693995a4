import * as z from 'zod/mini';
import { App } from '../entities/app.ts';
import { CallId, Id } from '../names.ts';

/** A user's account was connected, by whichever way. */
export const AppConnected = z.object({
  type: z.literal('app-connected'),
  payload: z.extend(App, {
    connected_account_id: Id,
    /** Null where no attempt led to it */
    attempt_id: z.nullable(CallId),
  }),
});
export type AppConnected = z.infer<typeof AppConnected>;
