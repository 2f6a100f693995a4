import type { Json, JsonObject } from '#connectors/kit/json.ts';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isString(value: Json | undefined): value is string {
  return typeof value === 'string';
}

/** An object's own value: a key such as "constructor" finds nothing inherited. */
export function ownValue(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
