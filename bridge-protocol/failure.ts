import * as z from 'zod/mini';
import { errorCodes } from './error-codes.ts';

/**
 * An error as it crosses a border. Penpal drops custom fields of a thrown error, so failures cross as values.
 * `requestId` names the server's log entry, where a request was involved.
 */
export const Failure = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  requestId: z.optional(z.string()),
});
export type Failure = z.infer<typeof Failure>;

/** What every bridge call answers: the value, or why there is none. */
export type Outcome<Value> = { ok: true; value: Value } | { ok: false; error: Failure };
