import * as z from 'zod/mini';

/** A short-lived bearer token for one user, bound to the host page's origin. */
export const Session = z.object({
  token: z.string(),
  /** ISO 8601, UTC */
  expires_at: z.string(),
  /** The origin the token was given to; the widget refuses one that differs from its port's */
  origin: z.string(),
  user_id: z.string(),
  workspace_name: z.string(),
});
export type Session = z.infer<typeof Session>;
