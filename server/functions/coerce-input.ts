import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import { dereference, isObject, typesOf } from './json-schema.ts';

const integer = /^-?(0|[1-9]\d*)$/;
const decimal = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Turns text into a number or a boolean where the schema wants one and takes no text: forms and language models write
 * "5" and "true". Everything else stays as it is, `false`, 0 and null too, and no default is put in.
 */
export function coerceInput(input: JsonObject, schema: JsonObject): JsonObject {
  return coerce(input, schema, schema) as JsonObject;
}

function coerce(value: Json, wanted: Json | undefined, root: JsonObject): Json {
  const schema = dereference(wanted, root);
  let coerced = coerceHere(value, schema, root);
  for (const part of Array.isArray(schema.allOf) ? schema.allOf : []) coerced = coerce(coerced, part, root);
  return coerced;
}

function coerceHere(value: Json, schema: JsonObject, root: JsonObject): Json {
  if (typeof value === 'string') return coerceText(value, typesOf(schema, root));
  if (Array.isArray(value)) return value.map((item) => coerce(item, schema.items, root));
  if (!isObject(value)) return value;
  const properties = isObject(schema.properties) ? schema.properties : {};
  const entries = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(
    entries.map(([name, item]) => [
      name,
      coerce(item, Object.hasOwn(properties, name) ? properties[name] : schema.additionalProperties, root),
    ]),
  );
}

function coerceText(text: string, types: ReadonlySet<string> | undefined): Json {
  if (!types || types.has('string')) return text;
  const trimmed = text.trim();
  if (types.has('boolean') && (trimmed === 'true' || trimmed === 'false')) return trimmed === 'true';
  const isNumber = types.has('number') ? decimal.test(trimmed) : types.has('integer') && integer.test(trimmed);
  const number = Number(trimmed);
  // A number that a double cannot hold would be sent as another one.
  const isExact = !integer.test(trimmed) || Number.isSafeInteger(number);
  return isNumber && isExact && Number.isFinite(number) ? number : text;
}
