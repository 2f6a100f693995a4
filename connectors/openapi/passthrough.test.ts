import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp, testCredentials } from '#connectors/testing/make-app-folder.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

let server: RecordingServer;
let connector: Connector;
const functionName = 'test-passthrough-request';
const auth = {
  key: { type: 'api_key', send: { in: 'header', name: 'X-Key' } },
  query: { type: 'api_key', send: { in: 'query', name: 'api_key' } },
};

beforeAll(async () => {
  server = await startRecordingServer();
  connector = await loadTestApp({ app: { auth }, document: documentOf(`${server.origin}/v2`, {}) });
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const call = (input: JsonObject, credentials: Credentials = testCredentials) =>
  connector.invoke({ functionName, input }, callContext(credentials));

/** Where a request would go; nothing is sent. */
async function target(url: string, hosts = ['api.example.com']): Promise<string | undefined> {
  const other = await loadTestApp({ app: { auth, hosts }, document: documentOf('https://api.example.com/v2', {}) });
  let sent: string | undefined;
  const fetch = async (request: Request) => {
    sent = request.url;
    return Response.json({});
  };
  await other.invoke({ functionName, input: { method: 'GET', url } }, { ...callContext(testCredentials), fetch });
  return sent;
}

describe('a passthrough request', () => {
  it('is a function of its own kind, which is not repeated unasked', () => {
    const definition = connector.functions().at(-1);
    expect(definition).toMatchObject({ name: functionName, type: 'PASSTHROUGH', paged: false, idempotent: false });
    expect(definition?.parameters).toMatchObject({ required: ['method', 'url'], additionalProperties: false });
    expect(definition).not.toHaveProperty('sourceId');
  });

  it('carries method, path, query, headers, JSON and the credentials', async () => {
    const result = await call({
      method: 'PATCH',
      url: '/items/1?a=1',
      query: { b: ['x y', 2], c: false, d: null },
      headers: { 'X-Trace': 't', accept: 'text/plain' },
      body: { n: 0, ok: false },
    });
    expect(result).toEqual({ status: 200, output: {} });
    expect(server.last()).toMatchObject({
      method: 'PATCH',
      path: '/v2/items/1?a=1&b=x%20y&b=2&c=false',
      headers: { 'x-trace': 't', accept: 'text/plain', 'content-type': 'application/json', 'x-key': 'secret-key' },
      body: '{"n":0,"ok":false}',
    });
  });

  it('sends text as it is, in the media type given', async () => {
    await call({ method: 'POST', url: 'items', body: 'hello' });
    expect(server.last()).toMatchObject({ path: '/v2/items', body: 'hello' });
    expect(server.last().headers['content-type']).toMatch(/^text\/plain/);
    await call({ method: 'PUT', url: 'items', body: '<a/>', headers: { 'Content-Type': 'application/xml' } });
    expect(server.last()).toMatchObject({ body: '<a/>', headers: { 'content-type': 'application/xml' } });
  });

  it('has no body where none is given', async () => {
    for (const method of ['GET', 'HEAD', 'DELETE']) await call({ method, url: '/items', body: null });
    expect(server.requests.map(({ method, body }) => method + body)).toEqual(['GET', 'HEAD', 'DELETE']);
  });

  it('puts the credentials where their scheme has them', async () => {
    const values = { api_key: 'k&x=1' };
    await call({ method: 'GET', url: '/items?a=1' }, { scheme: 'query', type: 'api_key', values });
    expect(server.last().path).toBe('/v2/items?a=1&api_key=k%26x%3D1');
    expect(server.last().headers).not.toHaveProperty('x-key');
  });

  it.each<[string, JsonObject]>([
    ['a method there is not', { method: 'TRACE' }],
    ['no URL', { url: undefined }],
    ['a body in a GET', { body: {} }],
    ['credentials of the caller', { headers: { Authorization: 'Bearer x' } }],
    ['the account’s header', { headers: { 'x-KEY': 'mine' } }],
    ['the account’s query', { query: { api_key: 'mine' } }],
    ['the account’s query in the URL', { url: '/x?api%5Fkey=mine' }],
    ['cookies', { headers: { cookie: 'a=b' } }],
    ['another host', { headers: { Host: 'evil.example' } }],
    ['the transport', { headers: { 'Transfer-Encoding': 'chunked' } }],
    ['a proxy', { headers: { 'Proxy-Authorization': 'x' } }],
    ['who is asking', { headers: { 'X-Forwarded-For': '127.0.0.1' } }],
    ['two lines', { headers: { 'X-A': 'a\r\nX-B: b' } }],
    ['a header name that is none', { headers: { 'X A': 'a' } }],
    ['headers that are no object', { headers: 'X: y' }],
    ['a path that leaves the API', { url: '/../admin' }],
    ['an encoded one', { url: '/%2e%2e/admin' }],
    ['another host by slashes', { url: '//evil.example/x' }],
    ['another host by backslashes', { url: '\\\\evil.example/x' }],
    ['a file', { url: 'file:///etc/passwd' }],
    ['plain http', { url: 'http://api.example.com/x' }],
    ['a user name', { url: 'https://a:b@api.example.com/x' }],
  ])('is refused with %s', async (_, input) => {
    await expect(call({ method: 'GET', url: '/x', ...input })).rejects.toMatchObject({ code: 'invalid_argument' });
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['/x@evil.example/y#z', 'https://api.example.com/v2/x@evil.example/y'],
    ['.evil.example/', 'https://api.example.com/v2/.evil.example/'],
    ['?a=/../..', 'https://api.example.com/v2/?a=/../..'],
  ])('keeps the path %s below the API', async (url, expected) => {
    expect(await target(url)).toBe(expected);
  });

  it.each([
    ['https://api.example.com/v1/old', ['api.example.com']],
    ['https://files.example.com/f', ['api.example.com', '*.example.com']],
    ['https://api.example.com/other', ['*']],
  ])('takes the whole URL %s of an app with the hosts %j', async (url, hosts) => {
    expect(await target(url, hosts)).toBe(url);
  });

  it.each([
    ['https://evil.example/x', ['api.example.com', '*.example.com']],
    ['https://example.com.evil.example/x', ['api.example.com', '*.example.com']],
    ['https://api.example.com:8443/x', ['api.example.com']],
    ['https://evil.example/x', ['*']],
  ])('never goes to %s of an app with the hosts %j', async (url, hosts) => {
    await expect(target(url, hosts)).rejects.toMatchObject({ code: 'egress_blocked' });
  });

  it('takes a pattern for the account’s own server, where accounts have servers of their own', async () => {
    const send = { in: 'header', name: 'X-Site', value: '{site}' };
    const other = await loadTestApp({
      app: {
        auth: { key: { type: 'custom', fields: [{ name: 'site', title: 'Site', type: 'text' }], send: [send] } },
        hosts: ['*.example.com', 'files.example.org'],
        variables: { site: { field: 'site' } },
      },
      document: documentOf('https://{site}.example.com/v2', {}),
    });
    const credentials: Credentials = { scheme: 'key', type: 'custom', values: { site: 'mine' } };
    const fetch = () => Promise.resolve(Response.json({}));
    const pass = (url: string) =>
      other.invoke({ functionName, input: { method: 'GET', url } }, { ...callContext(credentials), fetch });
    for (const url of ['https://mine.example.com/v1/old', 'https://files.example.org/f']) {
      expect(await pass(url)).toMatchObject({ status: 200 });
    }
    for (const url of ['https://theirs.example.com/v2/x', 'https://mine.example.com.evil.example/']) {
      await expect(pass(url)).rejects.toMatchObject({ code: 'egress_blocked' });
    }
  });

  it('has neither choices nor fields that depend on others', async () => {
    const about = { functionName, parameter: 'url', input: {} };
    const context = callContext(testCredentials);
    await expect(connector.options(about, context)).rejects.toMatchObject({ code: 'not_supported' });
    expect(await connector.fields(about, context)).toEqual({ type: 'object', properties: {} });
  });
});
