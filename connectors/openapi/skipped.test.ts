import { describe, expect, it } from 'vitest';
import { documentOf, loadTestApp } from '#connectors/testing/make-app-folder.ts';

const broken = { operationId: 'broken', parameters: [{ in: 'query' }] };
const document = documentOf('https://api.example.com', {
  '/broken': { get: broken },
  '/elsewhere': { $ref: 'other.json#/paths/~1x' },
  '/secret': { get: { operationId: 'secret', servers: [{ url: 'https://evil.example' }] } },
  '/notes': { get: { operationId: 'listNotes' } },
});
const problem = 'test/openapi.json, /paths/~1broken/get/parameters/0: a parameter needs a "name"';

describe('an operation that cannot be used', () => {
  it('is left out, and the app says why', async () => {
    const connector = await loadTestApp({ document });
    const names = connector.functions().map(({ name }) => name);
    expect(names).toEqual(['test-list-notes', 'test-me', 'test-passthrough-request']);
    expect(connector.skipped).toEqual([
      { id: '/elsewhere', reason: expect.stringContaining('test/openapi.json, /paths/~1elsewhere: $ref') },
      { id: 'broken', reason: problem },
      { id: 'secret', reason: 'test/app.json, /hosts: must name "evil.example", where the API is' },
    ]);
  });

  it.each([
    ['lists it', { include: ['broken', 'listNotes'] }],
    ['describes it', { functions: { broken: { title: 'Broken' } } }],
  ])('is an error where app.json %s', async (_, app) => {
    await expect(loadTestApp({ document, app })).rejects.toMatchObject({ code: 'invalid_connector', message: problem });
  });

  it('is an error where it is the only one', async () => {
    const only = { ...document, paths: { '/broken': { get: broken } } };
    await expect(loadTestApp({ document: only, app: { verify: undefined } })).rejects.toThrow(problem);
  });
});

it('more operations than anybody would look through have to be chosen from', async () => {
  const paths = Array.from({ length: 5_001 }, (_, index) => [`/p${index}`, { get: { operationId: `op${index}` } }]);
  const many = documentOf('https://api.example.com', Object.fromEntries(paths) as Record<string, unknown>);
  await expect(loadTestApp({ document: many })).rejects.toThrow(
    'test/app.json, /include: the document has 5002 operations: list here those that are to be functions, at most 5000',
  );
  const chosen = await loadTestApp({ document: many, app: { include: ['op7'] } });
  expect(chosen.functions().map(({ name }) => name)).toEqual(['test-op7', 'test-passthrough-request']);
});

describe('names.json', () => {
  const later = documentOf('https://api.example.com', {
    '/a': { get: { operationId: 'get_user' } },
    '/b': { get: { operationId: 'getUser' } },
  });
  const namesOf = async (names: Record<string, string>, app = {}) =>
    (await loadTestApp({ document: later, names, app })).functions().map(({ name, sourceId }) => [sourceId, name]);

  it('keeps the name of a function whose document was upgraded', async () => {
    expect(await namesOf({ getUser: 'get-user', me: 'who-am-i' })).toEqual([
      ['get_user', 'test-get-user-bf1e2a1a'],
      ['getUser', 'test-get-user'],
      ['me', 'test-who-am-i'],
      [undefined, 'test-passthrough-request'],
    ]);
  });

  it('contradicts an app.json that renames it', async () => {
    await expect(namesOf({ getUser: 'get-user' }, { functions: { getUser: { name: 'find-user' } } })).rejects.toThrow(
      'test/app.json, /functions/getUser/name: callers know it as "test-get-user"',
    );
  });
});
