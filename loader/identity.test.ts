import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIdentity } from './identity.ts';

let server: Server;
let respond: (request: IncomingMessage, response: ServerResponse) => void;
let requests: number;
let config: Parameters<typeof createIdentity>[0];

beforeEach(async () => {
  requests = 0;
  respond = (_, response) => {
    const expires_at = new Date(Date.now() + 600_000).toISOString();
    response.end(JSON.stringify({ token: `token-${requests}`, expires_at }));
  };
  server = createServer((request, response) => {
    requests += 1;
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  config = { appKey: 'ak_1', userId: 'u', hash: 'h', token: undefined, baseUrl: origin, origin, look: {} };
  vi.stubGlobal('document', { hidden: false });
});
afterEach(() => {
  server.close().closeAllConnections();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('one request serves all who ask, and one renewal all whose token was refused', async () => {
  const identity = createIdentity(config);
  const first = await Promise.all([identity.get(), identity.get(), identity.get()]);
  expect(first.map(({ token }) => token)).toEqual(['token-1', 'token-1', 'token-1']);
  const second = await Promise.all([identity.get('token-1'), identity.get('token-1')]);
  expect(second.map(({ token }) => token)).toEqual(['token-2', 'token-2']);
  expect((await identity.get('token-1')).token).toBe('token-2');
  expect(requests).toBe(2);
  identity.stop();
});

test('a refusal keeps its code and request id, and does not stick', async () => {
  const works = respond;
  respond = (_, response) =>
    response
      .writeHead(403)
      .end(JSON.stringify({ detail: 'Not listed.', code: 'origin_not_allowed', request_id: 'r1' }));
  const identity = createIdentity(config);
  await expect(identity.get()).rejects.toMatchObject({
    code: 'origin_not_allowed',
    message: 'Not listed.',
    requestId: 'r1',
  });
  respond = works;
  expect((await identity.get()).token).toBe('token-2');
  identity.stop();
});

test.each([
  ['an HTML page', 502, '<h1>Bad gateway</h1>'],
  ['nothing', 200, ''],
  ['null', 200, 'null'],
  ['another object', 200, '{"token": 5}'],
  ['a code that is no string', 400, '{"code": {}}'],
])('%s instead of a session is a server_error', async (_, status, body) => {
  respond = (_request, response) => response.writeHead(status).end(body);
  await expect(createIdentity(config).get()).rejects.toMatchObject({ code: 'server_error' });
});

test('the proof is not sent on to where a redirect points', async () => {
  respond = (_, response) => response.writeHead(307, { location: '/elsewhere' }).end();
  await expect(createIdentity(config).get()).rejects.toMatchObject({ code: 'server_unreachable' });
  expect(requests).toBe(1);
});

test.each<[string, () => string | Promise<string>]>([
  ['throws', () => JSON.parse('{')],
  ['rejects', () => Promise.reject(new Error('backend down'))],
])('a token function that %s is an invalid_token, with the cause', async (_, token) => {
  const identity = createIdentity({ ...config, hash: undefined, token });
  await expect(identity.get()).rejects.toMatchObject({ code: 'invalid_token', cause: expect.any(Error) });
  expect(requests).toBe(0);
});

test.each(['the server', 'the token function'])('%s may take fifteen seconds', async (who) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  respond = () => undefined;
  const token = () => new Promise<string>(() => undefined);
  const identity = createIdentity(who === 'the server' ? config : { ...config, hash: undefined, token });
  const waiting = expect(identity.get()).rejects.toMatchObject({ code: 'server_unreachable' });
  await vi.advanceTimersByTimeAsync(15_000);
  await waiting;
});

test('stopping ends the request that is under way', async () => {
  const hung = new Promise<void>((resolve) => {
    respond = (request) => void request.on('close', resolve);
  });
  const identity = createIdentity(config);
  const waiting = expect(identity.get()).rejects.toMatchObject({ code: 'server_unreachable' });
  await vi.waitFor(() => expect(requests).toBe(1));
  identity.stop();
  await waiting;
  await hung;
});
