import * as z from 'zod/mini';
import { ConnectAttempt } from '../entities/connect-attempt.ts';

/** A connect attempt ended without an account. It settles promises; host pages do not see it. */
export const AttemptFailed = z.object({
  type: z.literal('attempt-failed'),
  payload: ConnectAttempt,
});
export type AttemptFailed = z.infer<typeof AttemptFailed>;
