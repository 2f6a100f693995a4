import * as z from 'zod/mini';
import { errorCodes } from '../error-codes.ts';
import { AppName, CallId, Id } from '../names.ts';

/** One run of a user's way through connecting. The first commit decides its status. */
export const ConnectAttempt = z.object({
  id: CallId,
  app: AppName,
  status: z.enum(['pending', 'connected', 'failed']),
  /** Why it failed; `connect_cancelled`, `connect_denied`, `connect_expired`, `connect_failed` */
  error: z.nullable(z.object({ code: z.enum(errorCodes), message: z.string() })),
  connected_account_id: z.nullable(Id),
  /** ISO 8601, UTC */
  expires_at: z.string(),
  /** The page a popup opens on; it holds nothing secret */
  start_url: z.string(),
});
export type ConnectAttempt = z.infer<typeof ConnectAttempt>;

/** The popup shows the code of a severed opener only where the workspace allows it. */
export const AttemptNonce = z.object({ nonce: z.string() });
export type AttemptNonce = z.infer<typeof AttemptNonce>;
