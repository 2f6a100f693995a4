import { createServer, request as httpRequest, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { observeStatus } from './observe-status.ts';

let server: Server;
let origin: string;
const status = observeStatus();

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    const code = request.url?.slice(1) ?? '';
    response.writeHead(Number(code), { 'X-Request-Id': `r-${code}` }).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => status.reset());
afterAll(() => server.close());

const byFetch = (method: string, code: number) => fetch(`${origin}/${code}`, { method });
async function byHttp(method: string, code: number): Promise<void> {
  const [response] = (await once(httpRequest(`${origin}/${code}`, { method }).end(), 'response')) as [
    NodeJS.ReadableStream,
  ];
  response.resume();
  await once(response, 'end');
}

describe.each([
  ['fetch', byFetch],
  ['node:http', byHttp],
])('what %s exchanges', (_client, send) => {
  test('tells the status of the last answer', async () => {
    expect([status.last(), status.hasWritten()]).toEqual([undefined, false]);
    await send('GET', 200);
    await send('GET', 404);
    expect([status.last(), status.hasWritten()]).toEqual([404, false]);
  });

  test('tells what the app called the last one', async () => {
    await send('GET', 200);
    await send('GET', 404);
    expect(status.requestId()).toBe('r-404');
    status.reset();
    expect(status.requestId()).toBeUndefined();
  });

  test.each<[string, number, boolean]>([
    ['POST', 201, true],
    ['DELETE', 204, true],
    // It may have been done before it failed.
    ['POST', 500, true],
    ['POST', 429, false],
    ['PUT', 401, false],
    ['GET', 200, false],
    ['HEAD', 200, false],
  ])(
    'tells whether a %s that was answered with %i may have written, until the next call',
    async (method, code, written) => {
      await send(method, code);
      await send('POST', 429);
      expect([status.last(), status.hasWritten()]).toEqual([429, written]);
      status.reset();
      expect([status.last(), status.hasWritten()]).toEqual([undefined, false]);
    },
  );
});
