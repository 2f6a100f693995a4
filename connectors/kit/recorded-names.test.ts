import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connector } from './connector.ts';
import { readRecordedNames, recordNames } from './recorded-names.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'names-'));
});
afterEach(() => rm(folder, { recursive: true }));

const file = () => join(folder, 'names.json');
const content = async () => JSON.parse(await readFile(file(), 'utf8')) as unknown;

/** A connector as far as its names go: by source id, null for one of the connector's own. */
function named(functions: [sourceId: string | null, name: string][]): Pick<Connector, 'manifest' | 'functions'> {
  const rest = { title: '', description: '', type: 'QUERY', parameters: {}, paged: false, idempotent: true } as const;
  return {
    manifest: { name: 'acme' } as Connector['manifest'],
    functions: () => functions.map(([id, name]) => ({ ...rest, name, ...(id === null ? {} : { sourceId: id }) })),
  };
}

describe('names.json', () => {
  it('is empty where there is none', async () => {
    expect(await readRecordedNames(folder)).toEqual(new Map());
  });

  it('takes up what it lacks, without the name of the app and without functions of our own', async () => {
    const functions = named([
      ['getUser', 'acme-get-user'],
      [null, 'acme-passthrough-request'],
    ]);
    const names = await recordNames(folder, functions);
    expect([...names]).toEqual([['getUser', 'get-user']]);
    expect(await content()).toEqual({ getUser: 'get-user' });
    expect(await readRecordedNames(folder)).toEqual(names);
  });

  it('never alters an entry and never drops one', async () => {
    await writeFile(file(), JSON.stringify({ getUser: 'find-a-user', gone: 'gone' }));
    const functions = named([
      ['getUser', 'acme-get-user'],
      ['addUser', 'acme-add-user'],
    ]);
    await recordNames(folder, functions);
    expect(await content()).toEqual({ getUser: 'find-a-user', gone: 'gone', addUser: 'add-user' });
  });

  it('is not touched where nothing is new', async () => {
    await writeFile(file(), '{"getUser":"get-user"}');
    await recordNames(folder, named([['getUser', 'acme-get-user']]));
    expect(await readFile(file(), 'utf8')).toBe('{"getUser":"get-user"}');
  });

  it.each([
    ['{', 'names.json, at its top: is not JSON'],
    ['[]', 'names.json, at its top: '],
    ['{"getUser": "Get User"}', 'names.json, /getUser: must be lower-case words'],
    ['{"a": "get-user", "b": "get-user"}', 'names.json, /b: "get-user" is the name of "a" too'],
  ])('is refused with the place: %s', async (text, problem) => {
    await writeFile(file(), text);
    await expect(readRecordedNames(folder)).rejects.toMatchObject({
      code: 'invalid_connector',
      message: expect.stringContaining(problem),
    });
  });
});
