import * as z from 'zod/mini';
import { Json } from '../json.ts';

/** The function ran: what the third party answered. */
export const FunctionOutput = z.object({
  /** HTTP status of the third party's answer, as a string: "200" */
  network_code: z.string(),
  output: Json,
  /** Only for paged functions: hand it back as `next_page`; empty at the end */
  next_page: z.optional(z.string()),
  /** The same cursor under its REST name, null at the end */
  _cursor: z.optional(z.nullable(z.string())),
});
export type FunctionOutput = z.infer<typeof FunctionOutput>;

/** The function did not run: invalid parameters (by name), or no connected account (sentences). */
export const FunctionRefusal = z.object({
  error: z.string(),
  error_details: z.union([z.array(z.string()), z.record(z.string(), z.string())]),
});
export type FunctionRefusal = z.infer<typeof FunctionRefusal>;

export const FunctionResult = z.union([FunctionOutput, FunctionRefusal]);
export type FunctionResult = z.infer<typeof FunctionResult>;
