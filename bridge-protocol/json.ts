import * as z from 'zod/mini';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };
export type JsonObject = { [key: string]: Json | undefined };

const MAX_DEPTH = 64;

/**
 * Values and characters together. A structured clone keeps shared references, so a few small arrays that hold each
 * other twice stand for more JSON than any memory has.
 */
const MAX_WEIGHT = 16 * 1024 * 1024;

/**
 * True for what JSON can carry unchanged: no cycles, no class instances, no BigInt, no NaN, at most 64 levels deep and
 * not larger than any answer of ours. A structured clone lets all of these through, so the schema has to refuse them.
 */
function isJson(value: unknown): boolean {
  let weight = 0;

  function fits(value: unknown, ancestors: readonly object[]): boolean {
    weight += typeof value === 'string' ? value.length + 1 : 1;
    if (weight > MAX_WEIGHT) return false;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
    if (typeof value === 'number') return Number.isFinite(value);
    if (typeof value !== 'object') return false;
    if (ancestors.length >= MAX_DEPTH || ancestors.includes(value)) return false;
    const path = [...ancestors, value];
    if (Array.isArray(value)) return value.every((item) => fits(item, path));
    return isPlainObject(value) && Object.values(value).every((item) => item === undefined || fits(item, path));
  }

  return fits(value, []);
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
