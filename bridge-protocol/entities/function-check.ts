import * as z from 'zod/mini';

/** Whether a function would take the arguments, without a call. */
export const FunctionCheck = z.object({
  /** What is wrong, by parameter (`emails.0.value` for a nested one); empty where nothing is */
  problems: z.record(z.string(), z.string()),
});
export type FunctionCheck = z.infer<typeof FunctionCheck>;
