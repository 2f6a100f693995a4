import * as z from 'zod';

/** What a worker may say (`connectors/runner/protocol.ts`). It runs foreign code: nothing it says is taken as it comes. */
const id = z.int().nonnegative();

export const WorkerMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('answer'), id, status: z.int().min(100).max(599), output: z.json() }),
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
