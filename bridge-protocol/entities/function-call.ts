import * as z from 'zod/mini';
import { errorCodes } from '../error-codes.ts';
import { JsonObject } from '../json.ts';
import { Id } from '../names.ts';

/** One entry of the function-call log, for the customer's backend. */
export const FunctionCall = z.object({
  id: Id,
  /** The customer's User-ID */
  user_id: z.string(),
  app: z.string(),
  function: z.string(),
  connected_account_id: z.nullable(Id),
  /** `sent`: under way; `unknown`: the server ended before it knew the outcome */
  status: z.enum(['sent', 'answered', 'failed', 'unknown']),
  /** HTTP status of the third party's answer, as a string: "200" */
  network_code: z.nullable(z.string()),
  error_code: z.nullable(z.enum(errorCodes)),
  /** Without secrets, and cut; null where they were not kept */
  arguments: z.nullable(JsonObject),
  /** Of our answer: `X-Request-Id` */
  request_id: z.string(),
  /** What the third party calls the request, for its support */
  provider_request_id: z.nullable(z.string()),
  started_at: z.iso.datetime(),
  duration_ms: z.nullable(z.number()),
});
export type FunctionCall = z.infer<typeof FunctionCall>;

export const FunctionCallList = z.object({
  /** Latest first */
  function_calls: z.array(FunctionCall),
  /** Of the next page; empty at the end */
  _cursor: z.string(),
});
export type FunctionCallList = z.infer<typeof FunctionCallList>;
