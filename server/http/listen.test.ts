import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createLogger } from '../log.ts';
import { freePort } from '#scripts/free-port.ts';
import type { AppEnv } from './app-env.ts';
import { answerErrors, answerNotFound } from './error-response.ts';
import { listen, type HttpServer } from './listen.ts';
import { requestId } from './request-id.ts';
import { jsonBody } from './validated.ts';

// A port for each test: fetch would send on over a connection to the server of the test before.
let port: number;
let url: string;
const running: HttpServer[] = [];

beforeEach(async () => {
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
});

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop(100);
});

async function serve(extend: (app: Hono<AppEnv>) => void = () => {}): Promise<HttpServer> {
  const app = new Hono<AppEnv>();
  app.onError(answerErrors(createLogger('silent')));
  app.notFound(answerNotFound);
  app.use(requestId());
  app.post('/json', jsonBody(z.looseObject({})), (c) => c.json(c.req.valid('json')));
  extend(app);
  const server = await listen(app, { host: '127.0.0.1', port });
  running.push(server);
  return server;
}

/** Sends bytes as they are, and reads until the server closes. */
async function raw(request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  return text(socket);
}

const json = (body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${url}/json`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
    duplex: 'half',
  } as RequestInit);

test('a port in use is named, with the variable to change', async () => {
  await serve();
  await expect(serve()).rejects.toMatchObject({
    code: 'port_in_use',
    message: expect.stringMatching(new RegExp(`${port}.*PORT`)),
  });
});

test('an address that is not this machine’s is named', async () => {
  await expect(listen(new Hono<AppEnv>(), { host: '192.0.2.1', port })).rejects.toMatchObject({
    code: 'invalid_environment',
    message: expect.stringContaining('HOST'),
  });
});

test('a JSON body arrives whole, with a length or in chunks', async () => {
  await serve();
  const value = { text: 'ü'.repeat(100_000) };
  expect(await (await json(JSON.stringify(value))).json()).toEqual(value);
  expect(await (await json(streamOf(JSON.stringify(value)))).json()).toEqual(value);
});

test('a body above 5 MB is refused, with a length or in chunks', async () => {
  await serve();
  const body = JSON.stringify({ text: 'x'.repeat(5 * 1024 * 1024) });
  for (const sent of [body, streamOf(body)]) {
    const answer = await json(sent);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'payload_too_large', request_id: expect.any(String) });
  }
});

test.each([
  ['of another type', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
  [
    'of a type that only contains the right one',
    '{}',
    { 'content-type': 'x/application/json' },
    415,
    'unsupported_media_type',
  ],
  ['that is not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}, 400, 'invalid_argument'],
  ['that is malformed', '{"a":', {}, 400, 'invalid_argument'],
])('a body %s is refused', async (_what, body, headers, status, code) => {
  await serve();
  const answer = await json(body, headers);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ code });
});

test('a charset beside the type does no harm', async () => {
  await serve();
  expect((await json('{}', { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(200);
});

test.each([
  ['headers above 16 kB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'payload_too_large'],
  ['a query above 16 kB', `GET /?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431, 'payload_too_large'],
  ['what is not HTTP', 'hello\r\n\r\n', 400, 'invalid_argument'],
  [
    'two lengths',
    'POST /json HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
    'invalid_argument',
  ],
  ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'invalid_argument'],
  ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400, 'invalid_argument'],
])('%s is refused in our words', async (_what, request, status, code) => {
  await serve();
  const answer = await raw(request);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ code, request_id: expect.any(String) });
});

test('stopping waits for the request under way, and cuts one that does not end', async () => {
  const reached = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const server = await serve((app) => {
    app.get('/slow', async (c) => {
      reached.resolve();
      await finish.promise;
      return c.text('done');
    });
    app.get('/endless', (c) =>
      c.body(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) })),
    );
  });
  const endless = await fetch(`${url}/endless`);
  const slow = fetch(`${url}/slow`);
  await reached.promise;
  const stopped = server.stop(1_000);
  finish.resolve();
  const answer = await slow;
  expect(answer.headers.get('connection')).toBe('close');
  expect(await answer.text()).toBe('done');
  expect(await stopped).toBe(1);
  await expect(endless.text()).rejects.toThrow();
  await expect(fetch(url)).rejects.toThrow();
});

test('before it stops, a server gives its clients time to leave their connections', async () => {
  const server = await serve((app) => app.get('/', (c) => c.text('done')));
  const answer = async () => {
    const { headers, status } = await fetch(url);
    return [status, headers.get('connection')];
  };
  expect(await answer()).toEqual([200, 'keep-alive']);
  server.sayGoodbye();
  expect(await answer()).toEqual([200, 'close']);
  expect(await answer()).toEqual([200, 'close']);
});

test('stopping waits no longer than for the last answer, kept-alive connections or not', async () => {
  const told = Promise.withResolvers<void>();
  const server = await serve((app) => {
    app.get('/until-told', (c) =>
      c.body(
        new ReadableStream({
          start: (controller) => controller.enqueue(new Uint8Array(1)),
          pull: async (controller) => {
            await told.promise;
            controller.close();
          },
        }),
      ),
    );
  });
  const answer = await fetch(`${url}/until-told`);
  const started = performance.now();
  const stopped = server.stop(10_000);
  told.resolve();
  expect((await answer.bytes()).length).toBe(1);
  expect(await stopped).toBe(0);
  expect(performance.now() - started).toBeLessThan(5_000);
});

function streamOf(body: string): ReadableStream<Uint8Array> {
  return new Blob([body]).stream();
}
