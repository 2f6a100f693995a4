import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp, testCredentials } from '#connectors/testing/make-app-folder.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

let server: RecordingServer;
let connector: Connector;

const text = { type: 'string' };
const paths = {
  '/files/{path}': {
    get: {
      operationId: 'getFile',
      parameters: [{ name: 'path', in: 'path', required: true, allowReserved: true, schema: text }],
    },
  },
  '/items/{id}.json': {
    parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
    get: {
      operationId: 'getItem',
      parameters: [
        { name: 'id', in: 'query', schema: text },
        { name: 'X-Trace', in: 'header', schema: text },
        { name: 'theme', in: 'cookie', schema: text },
        { name: 'Api-Version', in: 'header', required: true, schema: { const: '2026-01' } },
        { name: 'Authorization', in: 'header', schema: text },
        { name: 'x-key', in: 'header', required: true, schema: text },
        { name: 'next_page', in: 'query', schema: text },
      ],
    },
  },
  '/segment/{a}/{b}': { get: { operationId: 'getSegment' } },
};

beforeAll(async () => {
  server = await startRecordingServer();
  connector = await loadTestApp({ document: documentOf(`${server.origin}/base`, paths) });
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const call = (functionName: string, input: JsonObject) =>
  connector.invoke({ functionName, input }, callContext(testCredentials));

describe('where values go', () => {
  it('puts each parameter in its place, and the ones of another place under a name of their own', async () => {
    const input = { id: 'a', query_id: 'b', 'X-Trace': 't', theme: 'dark mode', query_next_page: 'n' };
    await call('test-get-item', input);
    const { path, headers } = server.last();
    expect(path).toBe('/base/items/a.json?id=b&next_page=n');
    expect(headers).toMatchObject({ 'x-trace': 't', cookie: 'theme=dark%20mode' });
  });

  it('sends what has only one value unasked, and credentials in the place of a declared parameter', async () => {
    await call('test-get-item', { id: 'a' });
    expect(server.last().headers).toMatchObject({ 'api-version': '2026-01', 'x-key': 'secret-key' });
    const parameters = connector.functions().find((one) => one.name === 'test-get-item')?.parameters;
    expect(Object.keys(parameters?.properties ?? {})).toEqual([
      'id',
      'query_id',
      'query_next_page',
      'X-Trace',
      'theme',
    ]);
    expect(parameters?.required).toEqual(['id']);
  });

  it('leaves out what is absent or null', async () => {
    await call('test-get-item', { id: 'a', query_id: null });
    expect(server.last().path).toBe('/base/items/a.json');
  });
});

describe('values that try to leave their place', () => {
  it.each([
    ['../../admin', '/base/items/..%2F..%2Fadmin.json'],
    ['a/b', '/base/items/a%2Fb.json'],
    ['a?x=1#y', '/base/items/a%3Fx%3D1%23y.json'],
    ['a\r\nX-Evil: 1', '/base/items/a%0D%0AX-Evil%3A%201.json'],
    ['a\\..\\b', '/base/items/a%5C..%5Cb.json'],
    ['%2e%2e', '/base/items/%252e%252e.json'],
    ['.', '/base/items/..json'],
    ['\ud800', '/base/items/%EF%BF%BD.json'],
    ['{id}', '/base/items/%7Bid%7D.json'],
    ['$&', '/base/items/%24%26.json'],
  ])('a path keeps %j in its segment', async (id, path) => {
    await call('test-get-item', { id });
    expect(server.last().path).toBe(path);
  });

  it.each(['.', '..', '', null])('a whole segment is not %j', async (a) => {
    await expect(call('test-get-segment', { a, b: 'x' })).rejects.toMatchObject({ code: 'invalid_argument' });
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['a/b/c.txt', '/base/files/a/b/c.txt'],
    ['folder/', '/base/files/folder/'],
    ['a b/ü?#', '/base/files/a%20b/%C3%BC%3F%23'],
    ['a//b', '/base/files/a//b'],
    ['@me/(1)', '/base/files/@me/(1)'],
  ])('a path that keeps its slashes takes %j', async (path, expected) => {
    await call('test-get-file', { path });
    expect(server.last().path).toBe(expected);
  });

  it.each(['..', 'a/../b', '../../secret', 'a/./b', './a', 'a/..'])(
    'a path that keeps its slashes refuses %j',
    async (path) => {
      await expect(call('test-get-file', { path })).rejects.toMatchObject({
        code: 'invalid_argument',
        message: expect.stringContaining('path'),
      });
      expect(server.requests).toHaveLength(0);
    },
  );

  it.each(['a\r\nX-Evil: 1', 'a\nb', 'a\0b', '文'])('a header refuses %j', async (value) => {
    await expect(call('test-get-item', { id: 'a', 'X-Trace': value })).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('X-Trace'),
    });
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['a&id=c', 'id=a%26id%3Dc'],
    ['a\r\nb', 'id=a%0D%0Ab'],
    ['a#b', 'id=a%23b'],
  ])('a query keeps %j in its value', async (value, expected) => {
    await call('test-get-item', { id: 'x', query_id: value });
    expect(server.last().path).toBe(`/base/items/x.json?${expected}`);
  });

  it('a cookie keeps a semicolon in its value', async () => {
    await call('test-get-item', { id: 'x', theme: 'a; session=b' });
    expect(server.last().headers.cookie).toBe('theme=a%3B%20session%3Db');
  });

  it('an inherited property of the input is nothing', async () => {
    await expect(call('test-get-segment', Object.create({ a: 'x', b: 'y' }) as JsonObject)).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });
});
