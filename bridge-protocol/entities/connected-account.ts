import * as z from 'zod/mini';
import { Id } from '../names.ts';

/** One user's credentials for one app, without the credentials. */
export const ConnectedAccount = z.object({
  id: Id,
  display_name: z.string(),
  /** ISO 8601, UTC */
  modified_at: z.string(),
  status: z.enum(['active', 'needs_reconnect']),
});
export type ConnectedAccount = z.infer<typeof ConnectedAccount>;
