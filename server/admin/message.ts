import * as z from 'zod';
import { errorCodes } from '#bridge-protocol/error-codes.ts';

/** What crosses the admin socket: one request and one reply per connection, each a line of JSON. */
export const AdminRequest = z.object({ command: z.string(), input: z.unknown() });
export type AdminRequest = z.infer<typeof AdminRequest>;

export const AdminReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), output: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.enum(errorCodes), message: z.string() }) }),
]);
export type AdminReply = z.infer<typeof AdminReply>;

export const MAX_MESSAGE_BYTES = 1_000_000;
export const ANSWER_DEADLINE_MS = 30_000;
