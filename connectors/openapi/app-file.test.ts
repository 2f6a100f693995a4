import { describe, expect, it } from 'vitest';
import { documentOf, loadTestApp } from '#connectors/testing/make-app-folder.ts';

const document = documentOf('https://api.example.com', {
  '/notes': { get: { operationId: 'listNotes', parameters: [{ name: 'cursor', in: 'query' }] } },
  '/other': { get: { operationId: 'listOthers' } },
});
const load = (app: Record<string, unknown>) => loadTestApp({ app, document });

describe('app.json', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a missing title', { title: undefined }, 'test/app.json, /title: '],
    ['a word it does not know', { colour: 'red' }, 'Unrecognized key: "colour"'],
    ['a host with a path', { hosts: ['api.example.com/v1'] }, '/hosts/0: "api.example.com/v1" must be a host name'],
    ['no hosts', { hosts: [] }, 'test/app.json, /hosts: '],
    ['a document in another folder', { document: '../openapi.json' }, '/document: must be a file beside app.json'],
    [
      'a kind of paging there is not',
      { functions: { listNotes: { pagination: { kind: 'magic' } } } },
      '/functions/listNotes/pagination/kind: ',
    ],
    [
      'a pointer that is none',
      { verify: { operationId: 'me', externalId: 'id', displayName: '/a' } },
      '/verify/externalId: must be a JSON pointer',
    ],
    [
      'paging by a parameter there is not',
      { functions: { listOthers: { pagination: { kind: 'cursor', parameter: 'after', next: '/next' } } } },
      '/functions/listOthers/pagination/parameter: the operation has no parameter "after"',
    ],
    [
      'words for a parameter there is not',
      { functions: { listNotes: { parameters: { curser: { title: 'X' } } } } },
      'the function has no parameter "curser"; it has: cursor',
    ],
    [
      'an operation there is not',
      { functions: { list_notes: {} } },
      '/functions: the document has no operation "list_notes"; did you mean "listNotes"?',
    ],
    [
      'an included operation there is not',
      { include: ['nothing'] },
      '/include: the document has no operation "nothing"',
    ],
    [
      'a name given twice',
      { functions: { listNotes: { name: 'list' }, listOthers: { name: 'list' } } },
      '/functions/listOthers/name: "test-list" is the name of another function too',
    ],
    [
      'options from an operation there is not',
      {
        functions: {
          listNotes: { options: { cursor: { operationId: 'none', items: '', value: '/id', title: '/t' } } },
        },
      },
      '/functions/listNotes/options/cursor/operationId: the document has no operation "none"',
    ],
  ])('is refused with the place and the remedy: %s', async (_, app, problem) => {
    await expect(load(app)).rejects.toMatchObject({
      code: 'invalid_connector',
      message: expect.stringContaining(problem),
    });
  });

  it('names several mistakes at once', async () => {
    await expect(load({ title: '', description: '' })).rejects.toThrow(/\/title: .*; \/description: /);
  });

  it('has the name of its folder', async () => {
    await expect(loadTestApp({ document, app: { name: 'Test App' } })).rejects.toThrow(
      "/name: must be the folder's name",
    );
  });

  it('chooses, renames and hides operations', async () => {
    const functions = {
      listNotes: { name: 'find-notes', title: 'Find notes', description: 'Finds.', type: 'ACTION', idempotent: false },
      listOthers: { hidden: true },
    };
    const connector = await load({ include: ['listNotes', 'listOthers'], functions });
    expect(connector.functions()).toMatchObject([
      { name: 'test-find-notes', title: 'Find notes', description: 'Finds.', type: 'ACTION', idempotent: false },
      { name: 'test-passthrough-request', type: 'PASSTHROUGH' },
    ]);
  });

  it('gives parameters titles and descriptions', async () => {
    const functions = { listNotes: { parameters: { cursor: { title: 'Where to start', description: 'A marker' } } } };
    const connector = await load({ functions });
    expect(connector.functions()[0]?.parameters).toMatchObject({
      properties: { cursor: { title: 'Where to start', description: 'A marker' } },
    });
  });
});
