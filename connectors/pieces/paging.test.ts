import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { appOf } from '#connectors/testing/piece-description.ts';
import { inputWithCursor, nextCursor } from './paging.ts';

const overlayOf = (overlay: Record<string, unknown>) => appOf({ functions: { list: overlay } }).functions.list!;
const next = (overlay: Record<string, unknown>, output: Json, input: JsonObject = {}, cursor?: string) =>
  nextCursor(overlayOf(overlay), output, { input, defaults: { size: 10 }, cursor });
const pages = { pagination: { kind: 'page', parameter: 'page', items: '/items' } };
const counted = { ...pages, total: { count: '/total', size: 'size' } };
const cursors = { pagination: { kind: 'cursor', parameter: 'after', next: '/next' } };
const offsets = { pagination: { kind: 'offset', parameter: 'skip', items: '' } };

describe('the next page', () => {
  it('of an action without pages is none', () => {
    expect(next({}, { next: 'x' })).toBeUndefined();
  });

  it.each([
    [cursors, { next: 'abc' }, {}, undefined, 'abc'],
    [cursors, { next: null }, {}, 'abc', ''],
    [cursors, 'no object', {}, undefined, ''],
    [pages, { items: [1] }, {}, undefined, '2'],
    [pages, { items: [1] }, {}, '2', '3'],
    [pages, { items: [] }, {}, '3', ''],
    [pages, { items: [1] }, { page: 5 }, undefined, '6'],
    [offsets, [1, 2], {}, undefined, '2'],
    [offsets, [1, 2], { skip: 10 }, undefined, '12'],
    [offsets, [], {}, '4', ''],
    [counted, { items: [1], total: 25 }, {}, undefined, '2'],
    [counted, { items: [1], total: 25 }, {}, '3', ''],
    [counted, { items: [1], total: 20 }, {}, '2', ''],
    [counted, { items: [1], total: 20 }, { size: 5 }, '2', '3'],
  ])('of %j after %j, with %j and %j, is %j', (overlay, output, input, cursor, expected) => {
    expect(next(overlay, output, input, cursor)).toBe(expected);
  });
});

describe('a cursor', () => {
  it('goes into the action’s property as what that takes', () => {
    expect(inputWithCursor(overlayOf(cursors), { a: 1 }, 'abc')).toEqual({ a: 1, after: 'abc' });
    expect(inputWithCursor(overlayOf(pages), { page: 1 }, '2')).toEqual({ page: 2 });
    expect(inputWithCursor(overlayOf(offsets), {}, '20')).toEqual({ skip: 20 });
    expect(inputWithCursor(overlayOf(pages), { page: 4 }, undefined)).toEqual({ page: 4 });
    expect(inputWithCursor(overlayOf({}), {}, 'abc')).toEqual({});
  });

  it.each(['two', '-1', '1e3', ' 1', '9'.repeat(16)])('that is no number of a page (%j) is refused', (cursor) => {
    const rejected = expect.objectContaining({ code: 'invalid_argument' }) as Error;
    expect(() => inputWithCursor(overlayOf(pages), {}, cursor)).toThrow(rejected);
  });
});
