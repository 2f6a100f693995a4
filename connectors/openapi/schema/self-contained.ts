import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { isObject } from '../document/json-values.ts';
import { definitionReference, referredName, type Definitions, type Schema } from './definitions.ts';

/** Written out, a function's parameters stay below this many schema nodes; beyond it they keep `$defs`. */
const MAX_NODES = 2_000;
/** Keywords whose schemas look at the same value as the schema they stand in. */
const IN_PLACE = new Set(['allOf', 'anyOf', 'oneOf', 'not']);

/**
 * Makes parameters stand for themselves. References are written out in place, as forms and language models read that
 * best; those that lead back to themselves stay references into `$defs`, and so do all where writing out would swell.
 */
export function selfContained(parameters: JsonObject, definitions: Definitions): JsonObject {
  endEndless(definitions);
  const kept = keptNames(parameters, definitions);
  const used = new Set<string>();
  const schema = writeOut(parameters, definitions, kept, used) as JsonObject;
  const defs: JsonObject = {};
  for (const name of used) defs[name] = writeOut(definitions.schemas.get(name) ?? true, definitions, kept, used);
  return used.size > 0 ? { ...schema, $defs: defs } : schema;
}

/** A schema that holds only if it holds itself (by `$ref` or `allOf` alone) would never be done: it takes anything. */
function endEndless(definitions: Definitions): void {
  const inPlace = new Map<string, string[]>();
  for (const [name, schema] of definitions.schemas) inPlace.set(name, referencesIn(schema, IN_PLACE));
  for (const name of inPlace.keys()) if (leadsTo(name, name, inPlace)) definitions.schemas.set(name, true);
}

/** Names that stay references. */
function keptNames(parameters: JsonObject, definitions: Definitions): Set<string> {
  const references = new Map<string, string[]>();
  for (const [name, schema] of definitions.schemas) references.set(name, referencesIn(schema));
  const recursive = new Set([...references.keys()].filter((name) => leadsTo(name, name, references)));
  const sizes = new Map<string, number>();
  const total = sizeOf(parameters, definitions, recursive, sizes);
  if (total <= MAX_NODES) return recursive;
  // The parameters' own references are still written out, so that each parameter shows its type.
  return new Set(references.keys());
}

/** The names a schema refers to, anywhere in it or only by way of some keywords. */
function referencesIn(schema: Json, keywords?: ReadonlySet<string>): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const name = referredName(schema);
  const found = name === undefined ? [] : [name];
  for (const [key, child] of Object.entries(schema)) {
    if (child === undefined || (keywords && !Array.isArray(schema) && !keywords.has(key))) continue;
    found.push(...referencesIn(child, keywords));
  }
  return found;
}

function leadsTo(from: string, goal: string, references: Map<string, string[]>): boolean {
  const seen = new Set<string>();
  const waiting = [...(references.get(from) ?? [])];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === goal) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(...(references.get(name) ?? []));
  }
  return false;
}

function sizeOf(schema: Json, definitions: Definitions, kept: Set<string>, sizes: Map<string, number>): number {
  if (typeof schema !== 'object' || schema === null) return 0;
  const name = referredName(schema);
  let size = 1;
  if (name !== undefined && !kept.has(name)) {
    const known = sizes.get(name) ?? sizeOf(definitions.schemas.get(name) ?? true, definitions, kept, sizes);
    sizes.set(name, known);
    size += known;
  }
  for (const child of Object.values(schema)) {
    if (child !== undefined) size += sizeOf(child, definitions, kept, sizes);
  }
  return size;
}

function writeOut(schema: Schema | Json, definitions: Definitions, kept: Set<string>, used: Set<string>): Json {
  if (Array.isArray(schema)) return schema.map((item) => writeOut(item, definitions, kept, used));
  if (!isObject(schema)) return schema;
  const name = referredName(schema);
  if (name !== undefined && kept.has(name)) {
    used.add(name);
    return { ...schema, $ref: definitionReference(name) };
  }
  if (name !== undefined)
    return writeOut(inserted(schema, definitions.schemas.get(name) ?? true), definitions, kept, used);
  const entries = Object.entries(schema).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, writeOut(value, definitions, kept, used)]));
}

/** The target in place of the reference, with the notes that stood beside the reference. */
function inserted(reference: JsonObject, target: Schema): JsonObject {
  const { $ref: _target, ...notes } = reference;
  if (target === false) return { ...notes, not: {} };
  return target === true ? notes : { ...target, ...notes };
}
