import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import type { Session } from '#bridge-protocol/entities/session.ts';
import { json, startApiServer } from '../testing/api-server.ts';
import type { ApiServer, SeenRequest } from '../testing/api-server.ts';
import { sampleSession } from '../testing/samples.ts';
import { ApiClient } from './client.ts';
import { SessionSource } from './session-source.ts';

const Answer = z.object({ value: z.number() });
let server: ApiServer;

afterEach(() => server.close());

/** A client whose loader hands out `first`, `second`, … : another one for each refused token. */
async function clientOf(answer: (request: SeenRequest, response: ServerResponse) => void) {
  server = await startApiServer(answer);
  const tokens = ['first', 'second', 'third'];
  const ask = vi.fn(async (rejected?: string): Promise<Session> => {
    const index = rejected === undefined ? 0 : tokens.indexOf(rejected) + 1;
    return sampleSession({ token: tokens[index] });
  });
  return { api: new ApiClient(`${server.url}/`, new SessionSource(ask)), ask };
}

function expired(response: ServerResponse): void {
  json(response, 401, { detail: 'The session has ended.', code: 'session_expired', request_id: 'r-401' });
}

const get = { method: 'GET', path: '/thing', answer: Answer } as const;

describe('a request', () => {
  test('carries the session as bearer and its body as JSON', async () => {
    const { api } = await clientOf((_request, response) => json(response, 200, { value: 1, extra: true }));
    expect(await api.send({ ...get, method: 'POST', body: { a: 1 } })).toEqual({ value: 1 });
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/thing', token: 'first', body: '{"a":1}' });
    expect(server.seen[0]?.headers['content-type']).toBe('application/json');
    expect(server.seen[0]?.headers.cookie).toBeUndefined();
  });

  test('carries what headers it is given, both times where it is sent twice', async () => {
    const { api } = await clientOf(({ token }, response) =>
      token === 'first' ? expired(response) : json(response, 200, { value: 2 }),
    );
    await api.send({ ...get, headers: { 'Idempotency-Key': 'k' } });
    expect(server.seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['k', 'k']);
  });

  test('without a body names no content type', async () => {
    const { api } = await clientOf((_request, response) => json(response, 200, { value: 1 }));
    await api.send({ ...get, method: 'POST' });
    expect(server.seen[0]?.headers['content-type']).toBeUndefined();
  });

  test('refused with 401 is sent once more with a fresh session', async () => {
    const { api, ask } = await clientOf(({ token }, response) =>
      token === 'first' ? expired(response) : json(response, 200, { value: 2 }),
    );
    expect(await api.send(get)).toEqual({ value: 2 });
    expect(server.seen.map(({ token }) => token)).toEqual(['first', 'second']);
    expect(ask.mock.calls).toEqual([[undefined], ['first']]);
  });

  test('refused twice says why', async () => {
    const { api } = await clientOf((_request, response) => expired(response));
    await expect(api.send(get)).rejects.toMatchObject({ code: 'session_expired', requestId: 'r-401' });
    expect(server.seen).toHaveLength(2);
  });

  test('of many at once, refused together, asks the loader for one session', async () => {
    const { api, ask } = await clientOf(({ token }, response) =>
      token === 'first' ? expired(response) : json(response, 200, { value: 2 }),
    );
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.send(get)));
    expect(answers).toHaveLength(20);
    expect(ask.mock.calls.filter(([rejected]) => rejected !== undefined)).toEqual([['first']]);
  });
});

describe('a failure', () => {
  test('carries the server’s code, message and request id', async () => {
    const { api } = await clientOf((_request, response) =>
      json(response, 404, { detail: 'No app has this name.', code: 'unknown_app', request_id: 'r-1' }),
    );
    await expect(api.send(get)).rejects.toMatchObject({
      name: 'CodedError',
      code: 'unknown_app',
      message: 'No app has this name.',
      requestId: 'r-1',
    });
  });

  test.each([
    ['a proxy’s page', 502, '<html>Bad gateway</html>'],
    ['an unknown code', 400, '{"detail":"x","code":"no_code_of_ours","request_id":"r"}'],
    ['nothing', 500, ''],
  ])('that is %s becomes `server_error`', async (_what, status, text) => {
    const { api } = await clientOf((_request, response) => {
      response.writeHead(status, { 'X-Request-Id': 'r-2' }).end(text);
    });
    await expect(api.send(get)).rejects.toMatchObject({ code: 'server_error', requestId: 'r-2' });
  });

  test.each(['{"value":"1"}', '{', '', 'null'])('is an answer that does not fit its schema: %j', async (text) => {
    const { api } = await clientOf((_request, response) => response.writeHead(200).end(text));
    await expect(api.send(get)).rejects.toMatchObject({ code: 'server_error' });
  });

  test('of the network is `server_unreachable`', async () => {
    const { api } = await clientOf((_request, response) => response.destroy());
    await expect(api.send(get)).rejects.toMatchObject({ code: 'server_unreachable' });
  });

  test('in the middle of the answer is one of the network', async () => {
    const { api } = await clientOf((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('{');
      setTimeout(() => response.destroy(), 10);
    });
    await expect(api.send(get)).rejects.toMatchObject({ code: 'server_unreachable' });
  });

  test('to answer in time is `timeout`', async () => {
    const { api } = await clientOf(() => undefined);
    await expect(api.send({ ...get, deadline: 50 })).rejects.toMatchObject({ code: 'timeout' });
  });

  test('to end the answer in time is `timeout` too', async () => {
    const { api } = await clientOf((_request, response) => response.writeHead(200).write('{'));
    await expect(api.send({ ...get, deadline: 50 })).rejects.toMatchObject({ code: 'timeout' });
  });
});

describe('a stream', () => {
  test('is opened with a fresh session if the first is refused, and ends with its signal', async () => {
    const { api } = await clientOf(({ token }, response) => {
      if (token === 'first') return expired(response);
      response.writeHead(200).write(': open\n\n');
    });
    const ended = new AbortController();
    const stream = await api.open('/events', { 'Last-Event-ID': '3' }, ended.signal);
    expect(server.seen[1]?.headers['last-event-id']).toBe('3');
    const reader = stream.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(': open\n\n');
    ended.abort();
    await expect(reader.read()).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('that is refused says why', async () => {
    const { api } = await clientOf((_request, response) =>
      json(response, 429, { detail: 'Too many streams.', code: 'rate_limited', request_id: 'r-3' }),
    );
    await expect(api.open('/events', {}, new AbortController().signal)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  test('is not opened for a signal that has ended already', async () => {
    const { api } = await clientOf((_request, response) => json(response, 200, {}));
    await expect(api.open('/events', {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'server_unreachable' });
  });
});
