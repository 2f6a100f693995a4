import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes the folder of the app behind which the provider stands, or of one more of the kind. */
export async function writeLedgerApp(directory: string, origin: string, name = 'ledger'): Promise<void> {
  const folder = join(directory, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'app.json'), JSON.stringify(appFile(name, origin)));
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(documentOf(origin)));
}

function appFile(name: string, origin: string): object {
  return {
    name,
    title: 'Ledger',
    description: 'Keeps entries, and count of them',
    hosts: ['127.0.0.1'],
    auth: {
      key: { type: 'api_key', send: { in: 'header', name: 'Authorization', prefix: 'Key ' } },
      oauth2: { type: 'oauth2', authorizationUrl: `${origin}/authorize`, tokenUrl: `${origin}/token`, scopes: [] },
    },
    verify: { operationId: 'me', externalId: '/id', displayName: '/name' },
    functions: {
      addEntry: { name: 'add-entry' },
      listEntries: { name: 'list-entries' },
      readTrouble: { name: 'read-trouble' },
      writeTrouble: { name: 'write-trouble' },
    },
  };
}

function documentOf(origin: string): object {
  const kind = { name: 'kind', in: 'path', required: true, schema: { type: 'string' } };
  const responses = { 200: { description: 'Done', content: { 'application/json': {} } } };
  const entry = { type: 'object', properties: { key: { type: 'string' } }, required: ['key'] };
  const requestBody = { content: { 'application/json': { schema: entry } } };
  return {
    openapi: '3.1.0',
    info: { title: 'Ledger', version: '1' },
    servers: [{ url: origin }],
    paths: {
      '/entries': {
        get: { operationId: 'listEntries', responses },
        post: { operationId: 'addEntry', requestBody, responses },
      },
      '/trouble/{kind}': {
        get: { operationId: 'readTrouble', parameters: [kind], responses },
        post: { operationId: 'writeTrouble', parameters: [kind], responses },
      },
      '/me': { get: { operationId: 'me', responses } },
    },
  };
}
