import * as z from 'zod/mini';
import { Json, JsonObject } from '../json.ts';
import { FunctionRefusal } from './function-result.ts';

/** What the choices of a parameter are asked for with. */
export const OptionsBody = z.looseObject({
  /**
   * Values of the parameters it depends on, by name. Integry's client leaves it out of its requests for further pages,
   * and puts the values into the body itself.
   */
  query_string_data: z.nullish(JsonObject),
  /** Words to look for in the titles */
  search: z.nullish(z.string().check(z.maxLength(200))),
  /** Of the page before; absent or empty for the first */
  _cursor: z.nullish(z.string().check(z.maxLength(8192))),
});
export type OptionsBody = z.infer<typeof OptionsBody>;

export const FunctionOption = z.object({
  /** What the function takes */
  id: Json,
  /** What the user sees */
  value: z.string(),
});
export type FunctionOption = z.infer<typeof FunctionOption>;

/** One page of a parameter's choices. */
export const FunctionOptions = z.object({
  output: z.array(FunctionOption),
  /** Send it back to get the next page; null at the end */
  _cursor: z.nullable(z.string()),
});
export type FunctionOptions = z.infer<typeof FunctionOptions>;

/** Refused where no account is connected, or a parameter that it depends on is missing. */
export const FunctionOptionsResult = z.union([FunctionOptions, FunctionRefusal]);
export type FunctionOptionsResult = z.infer<typeof FunctionOptionsResult>;
