import { expect, test } from 'vitest';
import { isObject, pointerTo, valueAt } from './value-at.ts';

const reply = { a: { b: { c: 1 }, 'x/y': 2, 'x~y': 3, '~1': 4 }, list: [{ c: 5 }], text: 'abc', none: null };

test.each([
  ['', reply],
  ['/a/b/c', 1],
  ['/a/b', { c: 1 }],
  ['/a/x~1y', 2],
  ['/a/x~0y', 3],
  ['/a/~01', 4],
  ['/none', null],
  ['/list', [{ c: 5 }]],
])('%j leads to %j', (pointer, value) => {
  expect(valueAt(reply, pointer)).toEqual(value);
});

test.each(['/b', '/a/b/c/d', '/list/0', '/list/length', '/text/length', '/none/x', '/constructor', '/a/__proto__'])(
  '%j leads nowhere',
  (pointer) => {
    expect(valueAt(reply, pointer)).toBeUndefined();
  },
);

test.each(['c', 'x/y', 'x~y', '~1', ''])('the pointer to a member %j leads back to it', (name) => {
  expect(valueAt({ a: { [name]: 7 } }, pointerTo('/a', name))).toBe(7);
});

test.each([
  [{}, true],
  [[], false],
  [null, false],
  ['text', false],
  [undefined, false],
])('%j is an object: %s', (value, expected) => {
  expect(isObject(value)).toBe(expected);
});
