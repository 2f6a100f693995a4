import { describe, expect, test } from 'vitest';
import type { MethodArgs } from '#bridge-protocol/methods/index.ts';
import { readFormArguments } from './read-form-arguments.ts';

const read = (...args: unknown[]) => readFormArguments(['slack-post-message', ...args] as MethodArgs<'showFunction'>);

describe('both forms of showFunction', () => {
  test.each([
    [[], {}],
    [[{ limit: 5 }], { params: { limit: 5 } }],
    [[{ limit: 5 }, '12'], { params: { limit: 5 }, connectedAccountId: '12' }],
    [[{ params: { limit: 5 }, isReadOnly: true }], { params: { limit: 5 }, isReadOnly: true }],
    [[{ params: { limit: 5 }, ofIntegry: 1 }, 'MODAL'], { params: { limit: 5 } }],
    [[{ hiddenFields: ['a'], connectedAccountId: 12 }, 'INLINE'], { hiddenFields: ['a'], connectedAccountId: '12' }],
    // A function may have a parameter of that name.
    [[{ version: '1', text: 'a' }], { params: { version: '1', text: 'a' } }],
    [[{ params: { limit: 5 } }, '12'], { params: { params: { limit: 5 } }, connectedAccountId: '12' }],
  ])('%j', (args, expected) => {
    expect(read(...args)).toMatchObject(expected);
  });

  test.each([
    [{ params: {}, isReadOnly: 'yes' }, 'options must have true or false as isReadOnly'],
    [{ params: {}, hiddenFields: 'a' }, 'options must have a list of names as hiddenFields'],
    [{ connectedAccountId: 'x' }, 'options must have an id as connectedAccountId'],
    [{ payload: [] }, 'options must have an object as payload'],
  ])('%j is refused', (options, message) => {
    expect(() => read(options)).toThrow(`showFunction: ${message}.`);
  });
});
