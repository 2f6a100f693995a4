import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallContext, Connector } from '#connectors/kit/connector.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { median, printRow } from '../measure.ts';

const BUDGET = 1.5;
const ROUNDS = 31;
const CALLS = 100;

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
    return await compare(
      () => byConnector(connector),
      () => byFetch(origin),
    );
  } finally {
    server.close().closeAllConnections();
    await rm(folder, { recursive: true });
  }
}

async function compare(connectorCall: () => Promise<unknown>, fetchCall: () => Promise<unknown>): Promise<boolean> {
  const bare: number[] = [];
  const ours: number[] = [];
  // Round by round, so that a slow moment of the machine falls on both; the first two warm both up.
  for (let round = -2; round < ROUNDS; round++) {
    const [fetched, called] = [await timed(fetchCall), await timed(connectorCall)];
    if (round < 0) continue;
    bare.push(fetched);
    ours.push(called);
  }
  const ratio = median(ours.map((value, round) => value / bare[round]!));
  const added = median(ours.map((value, round) => value - bare[round]!));
  console.log(`Calls: an OpenAPI function, loopback server (${ROUNDS} rounds of ${CALLS})`);
  printRow('bare fetch', median(bare));
  printRow('the function', median(ours), `${ratio.toFixed(2)} × bare fetch, ${added.toFixed(3)} ms more`);
  if (ratio > BUDGET) console.log(`  TOO SLOW: the budget is ${BUDGET} × bare fetch`);
  return ratio <= BUDGET;
}

/** Milliseconds per call */
async function timed(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let count = 0; count < CALLS; count++) await call();
  return (performance.now() - started) / CALLS;
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
