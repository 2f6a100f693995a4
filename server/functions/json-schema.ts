import type { Json, JsonObject } from '#bridge-protocol/json.ts';

const MAX_REFERENCES = 32;

/** The schema that `$ref` leads to within its document (RFC 6901); `{}` where it leads nowhere. */
export function dereference(schema: Json | undefined, root: JsonObject): JsonObject {
  let current = schema;
  for (let hops = 0; hops < MAX_REFERENCES && isObject(current); hops++) {
    if (typeof current.$ref !== 'string') return current;
    current = followPointer(root, current.$ref);
  }
  return {};
}

/** The types a value may have; undefined where the schema leaves them open. */
export function typesOf(schema: JsonObject, root: JsonObject): ReadonlySet<string> | undefined {
  if (typeof schema.type === 'string') return new Set([schema.type]);
  if (Array.isArray(schema.type)) return new Set(schema.type.filter((type) => typeof type === 'string'));
  const branches = schema.anyOf ?? schema.oneOf;
  if (!Array.isArray(branches)) return undefined;
  const types = new Set<string>();
  for (const branch of branches) {
    const { type } = dereference(branch, root);
    if (typeof type !== 'string') return undefined;
    types.add(type);
  }
  return types;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function followPointer(root: JsonObject, reference: string): Json | undefined {
  if (!reference.startsWith('#')) return undefined;
  let current: Json | undefined = root;
  for (const part of decodeURIComponent(reference.slice(1)).split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(current)) current = current[Number(key)];
    else if (isObject(current) && Object.hasOwn(current, key)) current = current[key];
    else return undefined;
  }
  return current;
}
