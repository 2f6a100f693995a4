import * as z from 'zod/mini';
import { errorCodes } from '../error-codes.ts';

/** Every error answer of the server. `detail` is Integry's field, `code` and `request_id` are ours. */
export const ErrorBody = z.object({
  detail: z.string(),
  code: z.enum(errorCodes),
  request_id: z.string(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
