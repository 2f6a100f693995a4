import { describe, expect, test } from 'vitest';
import { Json, JsonObject } from './json.ts';

function isJson(value: unknown): boolean {
  return Json.safeParse(value).success;
}

function nested(levels: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < levels; level += 1) value = [value];
  return value;
}

describe('what JSON can carry', () => {
  test.each([
    null,
    true,
    0,
    -1.5,
    '',
    [],
    {},
    [1, 'a', null],
    { a: { b: [1] }, c: undefined },
    Object.assign(Object.create(null), { a: 1 }),
  ])('takes %j', (value) => {
    expect(isJson(value)).toBe(true);
  });

  test.each([
    ['undefined', undefined],
    ['NaN', NaN],
    ['Infinity', [Infinity]],
    ['a BigInt', 1n],
    ['a symbol', Symbol('a')],
    ['a function', { a: () => 1 }],
    ['a date', new Date()],
    ['a map', new Map()],
    ['bytes', new Uint8Array(2)],
    ['undefined in a list', [undefined]],
  ])('refuses %s', (_what, value) => {
    expect(isJson(value)).toBe(false);
  });

  test('refuses cycles, however long', () => {
    const list: unknown[] = [];
    list.push({ a: [list] });
    expect(isJson(list)).toBe(false);
  });

  test('takes the same object in two places', () => {
    const address = { city: 'Turin' };
    expect(isJson({ billing: address, shipping: address })).toBe(true);
  });

  test('takes 64 levels and refuses 65', () => {
    expect(isJson(nested(64))).toBe(true);
    expect(isJson(nested(65))).toBe(false);
  });

  test('counts the levels of a shared object from each place where it stands', () => {
    const chain: unknown[] = [];
    for (let index = 0; index < 100; index += 1) chain.push([chain.at(-1) ?? null]);
    expect(isJson(chain)).toBe(false);
  });

  test('refuses shared references that stand for more than memory holds, at once', () => {
    let shared: unknown[] = [];
    for (let level = 0; level < 60; level += 1) shared = [shared, shared];
    const start = performance.now();
    expect(isJson(shared)).toBe(false);
    expect(performance.now() - start).toBeLessThan(100);
  });

  test('refuses a long text held many times', () => {
    const text = 'a'.repeat(1_000_000);
    expect(isJson(Array.from({ length: 10 }, () => text))).toBe(true);
    expect(isJson(Array.from({ length: 20 }, () => text))).toBe(false);
  });

  test('refuses any depth without running out of stack', () => {
    expect(isJson(nested(200_000))).toBe(false);
  });
});

test('a JSON object is neither a list nor null', () => {
  expect(JsonObject.safeParse({ a: 1 }).success).toBe(true);
  for (const value of [null, [], 'a', 1]) expect(JsonObject.safeParse(value).success).toBe(false);
});
