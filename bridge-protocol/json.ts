import * as z from 'zod/mini';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };
export type JsonObject = { [key: string]: Json | undefined };

const MAX_DEPTH = 64;
/** Values and characters together: more than any answer of ours has. */
const MAX_WEIGHT = 16 * 1024 * 1024;

interface Extent {
  weight: number;
  /** Levels below it */
  height: number;
}

/** A container that is still being looked at: who meets it again stands in a cycle. */
const OPEN: Extent = { weight: Infinity, height: 0 };

/**
 * True for what JSON can carry unchanged: no cycles, no class instances, no BigInt, no NaN, not too deep and not too
 * large. A structured clone lets all of these through, so the schema has to refuse them. It keeps shared references too:
 * a few small arrays that hold each other twice stand for more JSON than any memory has, so each is looked at once and
 * counted as often as it is met.
 */
function isJson(value: unknown): boolean {
  const known = new Map<object, Extent>();
  let deepest = 0;

  function weigh(value: unknown, depth: number): number {
    if (typeof value === 'string') return value.length + 1;
    if (value === null || typeof value === 'boolean') return 1;
    if (typeof value === 'number') return Number.isFinite(value) ? 1 : Infinity;
    if (typeof value !== 'object') return Infinity;
    const extent = known.get(value) ?? measure(value, depth);
    deepest = Math.max(deepest, depth + extent.height);
    return deepest > MAX_DEPTH ? Infinity : extent.weight;
  }

  function measure(container: object, depth: number): Extent {
    if (depth > MAX_DEPTH || !(Array.isArray(container) || isPlainObject(container))) return OPEN;
    known.set(container, OPEN);
    const around = deepest;
    deepest = depth;
    const items: unknown[] = Array.isArray(container) ? container : Object.values(container).filter(isPresent);
    let weight = 1;
    for (const item of items) {
      weight += weigh(item, depth + 1);
      if (weight > MAX_WEIGHT) return OPEN;
    }
    const extent = { weight, height: deepest - depth };
    known.set(container, extent);
    deepest = Math.max(deepest, around);
    return extent;
  }

  return weigh(value, 1) <= MAX_WEIGHT;
}

/** JSON leaves out a property that is undefined. */
function isPresent(value: unknown): boolean {
  return value !== undefined;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

export const JsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && isJson(value),
  'must be a JSON object without cycles, at most 64 levels deep',
);
export const Json = z.custom<Json>(isJson, 'must be JSON');
