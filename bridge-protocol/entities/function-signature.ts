import * as z from 'zod/mini';
import { JsonObject } from '../json.ts';
import { FunctionName } from '../names.ts';

/** What a function takes, in Integry's shape. `parameters` is JSON Schema 2020-12 of type object. */
export const FunctionSignature = z.object({
  name: FunctionName,
  description: z.string(),
  parameters: JsonObject,
  arguments: z.optional(JsonObject),
  /** Only with `include=meta` */
  meta: z.optional(JsonObject),
});
export type FunctionSignature = z.infer<typeof FunctionSignature>;

export const FunctionList = z.object({
  functions: z.array(FunctionSignature),
  count: z.int(),
  _cursor: z.string(),
});
export type FunctionList = z.infer<typeof FunctionList>;
