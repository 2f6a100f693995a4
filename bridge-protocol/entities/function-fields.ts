import * as z from 'zod/mini';
import { JsonObject } from '../json.ts';
import { FunctionRefusal } from './function-result.ts';

/** What the fields of a parameter are asked for with: values of the parameters it depends on, as for options. */
export const FieldsBody = z.looseObject({ query_string_data: z.nullish(JsonObject) });
export type FieldsBody = z.infer<typeof FieldsBody>;

export const FunctionField = z.object({
  /** The property's name */
  id: z.string(),
  title: z.string(),
  /** The input that Integry's form has for it: `TEXTFIELD` */
  type: z.string(),
  is_required: z.boolean(),
});
export type FunctionField = z.infer<typeof FunctionField>;

/** Which properties a parameter has, in the user's own account. */
export const FunctionFields = z.object({
  /** JSON Schema 2020-12 of type object, each property with its `meta` */
  parameters: JsonObject,
  /** The same properties as the list that Integry's client reads */
  output: z.array(FunctionField),
});
export type FunctionFields = z.infer<typeof FunctionFields>;

/** Refused as options are. */
export const FunctionFieldsResult = z.union([FunctionFields, FunctionRefusal]);
export type FunctionFieldsResult = z.infer<typeof FunctionFieldsResult>;
