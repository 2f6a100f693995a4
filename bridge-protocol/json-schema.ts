import type { Json, JsonObject } from './json.ts';

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

/** The schema with what its `$ref` leads to in its place; what stands beside the reference wins. */
export function inlined(schema: JsonObject, root: JsonObject): JsonObject {
  const { $ref: _reference, ...own } = schema;
  return { ...dereference(schema, root), ...own };
}

/** The types a value may have; undefined where the schema leaves them open. */
export function typesOf(schema: JsonObject, root: JsonObject): ReadonlySet<string> | undefined {
  const own = ownTypes(schema);
  if (own) return own;
  const branches = branchesOf(schema);
  if (!branches) return undefined;
  const types = new Set<string>();
  for (const branch of branches) {
    const found = ownTypes(dereference(branch, root));
    if (!found) return undefined;
    for (const type of found) types.add(type);
  }
  return types;
}

/** True where a value has to be one of these, or null where it may be null. */
export function allowsOnly(types: ReadonlySet<string> | undefined, ...wanted: readonly string[]): boolean {
  const left = [...(types ?? [])].filter((type) => type !== 'null');
  return left.length > 0 && left.every((type) => wanted.includes(type));
}

/** The schemas of `anyOf` or `oneOf`. */
export function branchesOf(schema: JsonObject): Json[] | undefined {
  const branches = schema.anyOf ?? schema.oneOf;
  return Array.isArray(branches) ? branches : undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The property of its own that an object has under the name. */
export function ownProperty(object: Json | undefined, name: string): Json | undefined {
  return isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}

function ownTypes(schema: JsonObject): ReadonlySet<string> | undefined {
  if (typeof schema.type === 'string') return new Set([schema.type]);
  if (Array.isArray(schema.type)) return new Set(schema.type.filter((type) => typeof type === 'string'));
  if (Array.isArray(schema.enum)) return new Set(schema.enum.map(typeOfValue));
  return schema.const === undefined ? undefined : new Set([typeOfValue(schema.const)]);
}

function typeOfValue(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function followPointer(root: JsonObject, reference: string): Json | undefined {
  if (!reference.startsWith('#')) return undefined;
  let current: Json | undefined = root;
  for (const part of decodeURIComponent(reference.slice(1)).split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    current = Array.isArray(current) ? current[Number(key)] : ownProperty(current, key);
  }
  return current;
}
