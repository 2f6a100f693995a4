import type { Json, JsonObject } from './json.ts';
import { branchesOf, dereference } from './json-schema.ts';

export interface Choice {
  value: Json;
  title: string;
}

/** Schemas can hold themselves. */
const MAX_DEPTH = 16;

/** The values that a schema lists, with their titles; undefined where it lists none. */
export function choicesOf(schema: JsonObject, root: JsonObject, depth = 0): Choice[] | undefined {
  if (schema.const !== undefined) return [choice(schema.const, schema.title)];
  if (Array.isArray(schema.enum)) return schema.enum.filter((value) => value !== null).map((value) => choice(value));
  const found = branchesOf(schema)
    ?.map((branch) => dereference(branch, root))
    .filter((branch) => branch.type !== 'null')
    .map((branch) => (depth < MAX_DEPTH ? choicesOf(branch, root, depth + 1) : undefined));
  return found?.length && found.every((choices) => choices !== undefined) ? found.flat() : undefined;
}

function choice(value: Json, title?: Json): Choice {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { value, title: typeof title === 'string' && title !== '' ? title : text };
}
