import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallContext, Connector } from '#connectors/kit/connector.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { compare } from './compare.ts';

const BUDGET = 1.5;

const context: CallContext = {
  tenant: 'bench',
  dial: () => Promise.reject(new Error('a document needs no raw connections')),
  credentials: { scheme: 'key', type: 'api_key', values: { api_key: 'bench' } },
  fetch: (request) => fetch(request),
  signal: AbortSignal.timeout(120_000),
};

/** A call of an OpenAPI function against a bare fetch of the same request, to one loopback server. */
export async function benchOpenApiCall(): Promise<boolean> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(REPLY));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = await mkdtemp(join(tmpdir(), 'integry-calls-'));
  try {
    const connector = await makeApp(join(folder, 'notes'), origin);
    return await compare({
      title: 'an OpenAPI function, loopback server',
      floor: { name: 'bare fetch', call: () => byFetch(origin) },
      ours: { name: 'the function', call: () => byConnector(connector) },
      calls: 100,
      budget: BUDGET,
    });
  } finally {
    server.close().closeAllConnections();
    await rm(folder, { recursive: true });
  }
}

function byConnector(connector: Connector): Promise<unknown> {
  const input = { folder: 'in/box', limit: 20, text: 'Hello', tags: ['a', 'b'] };
  return connector.invoke({ functionName: 'notes-add-note', input }, context);
}

async function byFetch(origin: string): Promise<unknown> {
  const response = await fetch(`${origin}/folders/in%2Fbox/notes?limit=20`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', authorization: 'Bearer bench' },
    body: JSON.stringify({ text: 'Hello', tags: ['a', 'b'] }),
    signal: context.signal,
  });
  return response.json();
}

const REPLY = JSON.stringify({
  notes: Array.from({ length: 20 }, (_, id) => ({ id, text: 'A note', tags: ['a', 'b'] })),
});

async function makeApp(folder: string, origin: string): Promise<Connector> {
  const app = {
    ...{ name: 'notes', title: 'Notes', description: 'Notes', hosts: ['127.0.0.1'] },
    auth: { key: { type: 'api_key', send: { in: 'header', name: 'Authorization', prefix: 'Bearer ' } } },
  };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    servers: [{ url: origin }],
    paths: { '/folders/{folder}/notes': { post: addNote } },
  };
  await mkdir(folder);
  await writeFile(join(folder, 'app.json'), JSON.stringify(app));
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(document));
  return loadAppFolder(folder);
}

const addNote = {
  operationId: 'addNote',
  parameters: [
    { name: 'folder', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'limit', in: 'query', schema: { type: 'integer' } },
  ],
  requestBody: {
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: { text: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
        },
      },
    },
  },
  responses: { 200: { description: 'Notes', content: { 'application/json': {} } } },
};
