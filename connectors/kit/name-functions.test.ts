import { describe, expect, it } from 'vitest';
import { ConnectorError } from './errors.ts';
import { nameFunctions, type FunctionToName } from './name-functions.ts';

const names = (functions: FunctionToName[], recorded: Record<string, string> = {}) =>
  Object.fromEntries(
    nameFunctions(functions, {
      app: 'acme',
      recorded: new Map(Object.entries(recorded)),
      reserved: ['passthrough-request'],
      refuse: (id, problem) => new ConnectorError('invalid_connector', `${id}: ${problem}`),
    }),
  );

describe('the names of an app’s functions', () => {
  it('are recorded, wanted, or made of ids, in this order', () => {
    expect(names([{ id: 'get_user' }, { id: 'getUser' }, { id: 'find', wanted: 'get-user' }])).toEqual({
      find: 'acme-get-user',
      get_user: expect.stringMatching(/^acme-get-user-[0-9a-f]{8}$/),
      getUser: expect.stringMatching(/^acme-get-user-[0-9a-f]{8}$/),
    });
    expect(names([{ id: 'get_user' }, { id: 'getUser' }], { getUser: 'get-user' })).toEqual({
      getUser: 'acme-get-user',
      get_user: expect.stringMatching(/^acme-get-user-[0-9a-f]{8}$/),
    });
  });

  it('stay as recorded, though an id would now make another name', () => {
    expect(names([{ id: 'getUser' }], { getUser: 'find-somebody' })).toEqual({ getUser: 'acme-find-somebody' });
  });

  it('are never those of a function that is gone', () => {
    expect(names([{ id: 'get_user' }], { getUser: 'get-user' }).get_user).not.toBe('acme-get-user');
  });

  it('are never that of a function every app has', () => {
    const { passthroughRequest } = names([{ id: 'passthroughRequest' }]);
    expect(passthroughRequest).toMatch(/^acme-passthrough-request-[0-9a-f]{8}$/);
  });

  it.each<[string, FunctionToName[], Record<string, string>, string]>([
    [
      'another function has',
      [
        { id: 'a', wanted: 'x' },
        { id: 'b', wanted: 'x' },
      ],
      {},
      'b: "acme-x" is the name of another',
    ],
    ['a function had', [{ id: 'b', wanted: 'x' }], { a: 'x' }, 'b: "acme-x" is the name of another'],
    ['every app has', [{ id: 'a', wanted: 'passthrough-request' }], {}, 'is the name of another function too'],
    ['every app has, recorded', [{ id: 'a' }], { a: 'passthrough-request' }, 'a function that every such app has'],
    ['is too long', [{ id: 'a' }], { a: 'x'.repeat(64) }, 'has more than 64 characters'],
    ['differs from the recorded one', [{ id: 'a', wanted: 'y' }], { a: 'x' }, 'a: callers know it as "acme-x"'],
  ])('are refused where one wants a name that %s', (_, functions, recorded, problem) => {
    expect(() => names(functions, recorded)).toThrow(problem);
  });
});
