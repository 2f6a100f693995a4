import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConnector } from '#connectors/load-connector.ts';
import { startRecordingServer } from '#connectors/testing/start-recording-server.ts';
import { addConnector, type AddOptions } from './add.ts';
import { removeConnector } from './remove.ts';
import { testConnector } from './test.ts';
import { temporaryContext, type TemporaryContext } from './testing/temporary-context.ts';

const document = (rest: Record<string, unknown> = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Acme API', version: '1' },
  servers: [{ url: 'https://api.acme.example/v1' }],
  paths: { '/notes': { get: { operationId: 'listNotes', responses: { 200: { description: 'Notes' } } } } },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  ...rest,
});
const swagger = `
swagger: "2.0"
info: { title: Größe, version: "1" }
host: size.example
schemes: [https]
securityDefinitions: { basic: { type: basic } }
paths:
  /me: { get: { operationId: getMe, responses: { 200: { description: Me } } } }
`;

let context: TemporaryContext;
let sources: string;
beforeEach(async () => {
  context = await temporaryContext();
  sources = await mkdtemp(join(tmpdir(), 'documents-'));
});
afterEach(async () => {
  await context.close();
  await rm(sources, { recursive: true });
});

async function add(content: unknown, options: AddOptions = {}, file = 'acme.json'): Promise<void> {
  const path = join(sources, file);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  await addConnector(context, path, options);
}

async function readApp(folder: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(context.connectorsDir, folder, 'app.json'), 'utf8')) as Record<string, unknown>;
}

describe('adding a document', () => {
  it('makes an app folder of it, with the names of its functions, and shows what it found', async () => {
    await add(document());
    expect(await context.entries()).toEqual(['acme']);
    const connector = await loadConnector(join(context.connectorsDir, 'acme'), { workers: context.workers });
    expect(connector.functions().map(({ name }) => name)).toEqual(['acme-list-notes', 'acme-passthrough-request']);
    const names = await readFile(join(context.connectorsDir, 'acme/names.json'), 'utf8');
    expect(JSON.parse(names)).toEqual({ listNotes: 'list-notes' });
    expect(context.lines.join('\n')).toMatch(
      /hosts +api\.acme\.example\n +connect +API key \(api_key\)\n +functions +2/,
    );
  });

  it.each([
    ['Swagger 2.0 in YAML', swagger, 'swagger.yaml', 'grosse', 'openapi.yaml'],
    ['YAML without a name that says so', swagger, 'swagger', 'grosse', 'openapi.yaml'],
    ['JSON without a name that says so', document(), 'Acme (2) & more', 'acme', 'openapi.json'],
  ])('takes %s', async (_what, content, file, name, documentFile) => {
    await add(content, { name }, file);
    expect(await readApp(name)).toMatchObject({ name, document: documentFile });
  });

  it('takes the name and the hosts that the operator gives', async () => {
    await add(document(), { name: 'notes', host: ['*.acme.example'] });
    expect(await readApp('notes')).toMatchObject({ name: 'notes', hosts: ['*.acme.example'] });
  });

  it('makes a name of letters that have no accents, and never leaves the folder', async () => {
    await add(swagger, {}, 'swagger.yaml');
    await add(document({ info: { title: '../../Etc', version: '1' } }));
    expect(await context.entries()).toEqual(['etc', 'gro-e']);
  });

  it('keeps a draft that lacks something, says what, and makes an app of it once it is there', async () => {
    await expect(add(document({ servers: [] }))).rejects.toThrow(
      /The draft is in .*_acme\. Write what is missing .*"npm run connector test acme"/,
    );
    expect(context.lines).toContainEqual(
      expect.stringMatching(/^missing: app\.json, \/server: the document has no servers: add "server"/),
    );
    expect(await context.entries()).toEqual(['_acme']);
    await expect(testConnector(context, 'acme')).rejects.toThrow('_acme/app.json, /hosts: must name the host');
    const complete = { ...(await readApp('_acme')), server: 'https://api.acme.example', hosts: ['api.acme.example'] };
    await writeFile(join(context.connectorsDir, '_acme/app.json'), JSON.stringify(complete));
    await testConnector(context, 'acme');
    expect(await context.entries()).toEqual(['acme']);
    await testConnector(context, 'acme');
  });

  it('refuses the name of an app, of one that ships, and of a draft', async () => {
    await add(document());
    await expect(add(document())).rejects.toThrow('There is an app "acme" already');
    await expect(add(document(), { name: 'slack' })).rejects.toThrow('An app "slack" ships with the server');
    await expect(add(document(), { name: '../x' })).rejects.toThrow('"../x" is no name of an app');
    await expect(add(document({ servers: [] }), { name: 'draft' })).rejects.toThrow('The draft is in');
    await expect(add(document(), { name: 'draft' })).rejects.toThrow('There is a draft of "draft" already');
    await removeConnector(context, 'draft');
    expect(await context.entries()).toEqual(['acme']);
  });

  it.each([
    ['no JSON', '{"openapi": "3.0.3", ', /acme\.json, at its top: is not JSON/],
    ['nothing', '', /acme\.json, at its top: is not JSON/],
    ['no document', { name: 'acme' }, /acme\.json, \/openapi: must be 3\.x/],
    ['a document of the future', { openapi: '4.0.0' }, /acme\.json, \/openapi: must be 3\.x/],
    ['a document without operations', document({ paths: {} }), /acme\.json, \/paths: must list at least one path/],
    ['more than 32 MB', ' '.repeat(33 * 1024 * 1024), /acme\.json, at its top: is larger than 32 MB/],
  ])('leaves nothing behind of %s', async (_what, content, message) => {
    await expect(add(content)).rejects.toThrow(message);
    expect(await context.entries()).toEqual([]);
  });

  it.each([
    ['nosuch.json', {}, 'nosuch.json is no file, no https URL and no name of an npm package.'],
    ['.', {}, '. is a folder: name the document in it.'],
    ['ftp://acme.example/x', {}, 'is no file, no https URL'],
    ['https://', {}, 'A URL must be one such as'],
    ['https://me:secret@acme.example/openapi.json', {}, 'without user name and password'],
    ['acme', { host: ['https://api.acme.example'] }, '--host https://api.acme.example: name a host such as'],
  ])('calls %s wrong words', async (source, options, message) => {
    await expect(addConnector(context, source, options)).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining(message),
    });
  });
});

describe('adding the document of a URL', () => {
  const replies: Record<string, { status?: number; headers?: Record<string, string>; body: string }> = {
    '/openapi.json': { body: JSON.stringify(document({ servers: [{ url: '/v1' }] })) },
    '/spec': { headers: { 'content-type': 'application/yaml' }, body: swagger },
    '/moved': { status: 302, headers: { location: '/openapi.json' }, body: '' },
    '/inside': { status: 302, headers: { location: 'https://169.254.169.254/openapi.json' }, body: '' },
    '/docs': { headers: { 'content-type': 'text/html' }, body: '<!doctype html>' },
    '/gone': { status: 404, headers: {}, body: '{}' },
  };
  let server: Awaited<ReturnType<typeof startRecordingServer>>;
  beforeEach(async () => {
    server = await startRecordingServer(({ path }) => replies[path] ?? { status: 500, body: '' });
  });
  afterEach(() => server.close());

  it('starts relative servers where it was fetched', async () => {
    await addConnector(context, `${server.origin}/openapi.json`, {});
    expect(await readApp('acme')).toMatchObject({ server: `${server.origin}/v1`, hosts: ['127.0.0.1'] });
  });

  it('takes YAML, and follows a redirect', async () => {
    await addConnector(context, `${server.origin}/spec`, { name: 'yaml' });
    await addConnector(context, `${server.origin}/moved`, { name: 'moved' });
    expect(await context.entries()).toEqual(['moved', 'yaml']);
  });

  it.each([
    ['/inside', /could not be fetched: .*169\.254\.169\.254/],
    ['/docs', /\/docs answered with a web page\. Give the address of the JSON or YAML document/],
    ['/gone', /\/gone answered with status 404: is it the document's address\?/],
  ])('refuses %s and leaves nothing behind', async (path, message) => {
    await expect(addConnector(context, server.origin + path, {})).rejects.toThrow(message);
    expect(await context.entries()).toEqual([]);
  });
});
