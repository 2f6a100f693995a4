import * as z from 'zod/mini';
import { Json, type JsonObject } from '#bridge-protocol/json.ts';
import { parseJson } from '../http/parse-json.ts';
import { allowsOnly, branchesOf, dereference, isObject, ownProperty, typesOf } from '#bridge-protocol/json-schema.ts';

const integer = /^-?(0|[1-9]\d*)$/;
const decimal = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const startsAsJson = /^\s*[[{]/;
/** A number that is a point in time means different things to different vendors. */
const timeFormats: readonly unknown[] = ['date', 'time', 'date-time', 'duration'];

/**
 * Gives values the type that the schema wants where it leaves no choice: forms and language models write numbers,
 * booleans, lists and objects as text, text as a number, and a list of one as its entry. What could mean two things
 * stays as it is, and so do `false`, 0, "" and null; no default is put in.
 */
export function coerceInput(input: JsonObject, schema: JsonObject): JsonObject {
  return coerce(input, schema, schema) as JsonObject;
}

function coerce(value: Json, wanted: Json | undefined, root: JsonObject): Json {
  const schema = dereference(wanted, root);
  let coerced = coerceHere(value, schema, root);
  for (const part of Array.isArray(schema.allOf) ? schema.allOf : []) coerced = coerce(coerced, part, root);
  const branch = onlyBranch(schema, root);
  return branch === undefined ? coerced : coerce(coerced, branch, root);
}

function coerceHere(value: Json, schema: JsonObject, root: JsonObject): Json {
  const types = typesOf(schema, root);
  const typed = typeof value === 'string' ? coerceText(value, types) : value;
  if (Array.isArray(typed)) return typed.map((item) => coerce(item, schema.items, root));
  if (allowsOnly(types, 'array')) return asList(typed, schema, root);
  if (typeof typed === 'number') return allowsOnly(types, 'string') ? numberAsText(typed, schema) : typed;
  return isObject(typed) ? coerceProperties(typed, schema, root) : typed;
}

function coerceProperties(value: JsonObject, schema: JsonObject, root: JsonObject): JsonObject {
  const entries = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(
    entries.map(([name, item]) => [
      name,
      coerce(item, ownProperty(schema.properties, name) ?? schema.additionalProperties, root),
    ]),
  );
}

function coerceText(text: string, types: ReadonlySet<string> | undefined): Json {
  if (!types || types.has('string')) return text;
  const trimmed = text.trim();
  if (types.has('boolean') && (trimmed === 'true' || trimmed === 'false')) return trimmed === 'true';
  // A checkbox of Integry's form writes "1" and "0".
  if (allowsOnly(types, 'boolean') && (trimmed === '1' || trimmed === '0')) return trimmed === '1';
  if (allowsOnly(types, 'object', 'array')) return parsedText(text, types);
  const isNumber = types.has('number') ? decimal.test(trimmed) : types.has('integer') && integer.test(trimmed);
  const number = Number(trimmed);
  // A number that a double cannot hold would be sent as another one.
  const isExact = !integer.test(trimmed) || Number.isSafeInteger(number);
  return isNumber && isExact && Number.isFinite(number) ? number : text;
}

/** The object or the list that the text is JSON of; the text itself where it is none, or not the wanted one. */
function parsedText(text: string, types: ReadonlySet<string>): Json {
  if (!startsAsJson.test(text)) return text;
  const parsed = jsonOf(text);
  if (parsed === undefined) return text;
  const isWanted = types.has(Array.isArray(parsed) ? 'array' : 'object');
  return isWanted ? parsed : text;
}

function jsonOf(text: string): Json | undefined {
  try {
    return z.safeParse(Json, parseJson(text)).data;
  } catch {
    return undefined;
  }
}

/** Only where there is one way to write it. */
function numberAsText(number: number, schema: JsonObject): Json {
  const text = String(number);
  const isExact = Number.isInteger(number) ? Number.isSafeInteger(number) : !text.includes('e');
  return isExact && !timeFormats.includes(schema.format) ? text : number;
}

/** A value where only a list is taken is the list's one entry; null and "" are none. */
function asList(value: Json, schema: JsonObject, root: JsonObject): Json {
  return value === null || value === '' ? value : [coerce(value, schema.items, root)];
}

/** The one schema a value has to fit beside null: what a nullable reference is written as. */
function onlyBranch(schema: JsonObject, root: JsonObject): Json | undefined {
  const branches = branchesOf(schema)?.filter((branch) => dereference(branch, root).type !== 'null') ?? [];
  return branches.length === 1 ? branches[0] : undefined;
}
