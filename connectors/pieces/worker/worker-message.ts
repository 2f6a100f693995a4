import * as z from 'zod';
import type { Json } from '#connectors/kit/json.ts';

/** What a worker may say (`connectors/runner/protocol.ts`). It runs foreign code: nothing it says is taken as it comes. */
const id = z.int().nonnegative();
/** It comes out of a JSON parser; to look at each of a million values again would hold up the whole server. */
const output = z.custom<Json>((value) => value !== undefined);
/** Any three digits: some vendors answer with 999. */
const status = z.int().min(100).max(999);

const requestId = z
  .string()
  .regex(/^[\w.:/=+-]{1,200}$/)
  .optional();

export const WorkerMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('answer'), id, status, output, written: z.boolean(), requestId }),
  z.strictObject({
    type: z.literal('failure'),
    id,
    reason: z.enum([
      'invalid_piece',
      'unknown_action',
      'not_supported',
      'credentials_rejected',
      'function_failed',
      'response_too_large',
    ]),
    message: z.string().max(2_000),
  }),
  z.strictObject({
    type: z.literal('dial'),
    dial: id,
    host: z.string().min(1).max(255),
    port: z.int().min(1).max(65_535),
  }),
]);
export type WorkerMessage = z.infer<typeof WorkerMessage>;
