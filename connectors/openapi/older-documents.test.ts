import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp, testCredentials } from '#connectors/testing/make-app-folder.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

let server: RecordingServer;
beforeAll(async () => {
  server = await startRecordingServer();
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const call = async (connector: Connector, functionName: string, input: JsonObject) => {
  await connector.invoke({ functionName, input }, callContext(testCredentials));
  return server.last();
};
const list = (name: string, place: string, collectionFormat?: string) => ({
  ...{ name, in: place, type: 'array', items: { type: 'string' }, required: place === 'path' },
  ...(collectionFormat && { collectionFormat }),
});

describe('the lists of Swagger 2.0', () => {
  const swagger = (parameters: unknown[], consumes = ['application/x-www-form-urlencoded']) =>
    loadTestApp({
      app: { server: server.origin, verify: undefined },
      document: {
        swagger: '2.0',
        info: { title: 'Old', version: '1' },
        consumes,
        paths: { '/lists/{p}': { post: { operationId: 'send', parameters } }, '/ok': { get: { operationId: 'ok' } } },
      },
    });

  it.each([
    [undefined, '?q=a%201,b'],
    ['csv', '?q=a%201,b'],
    ['ssv', '?q=a%201%20b'],
    ['tsv', '?q=a%201%09b'],
    ['pipes', '?q=a%201%7Cb'],
    ['multi', '?q=a%201&q=b'],
  ])('are written as collectionFormat %s says, in a query', async (format, query) => {
    const request = await call(await swagger([list('q', 'query', format)]), 'test-send', { p: 'x', q: ['a 1', 'b'] });
    expect(request.path).toBe(`/lists/x${query}`);
  });

  it.each([
    [undefined, 'a,b', 'a,b'],
    ['ssv', 'a%20b', 'a b'],
    ['tsv', 'a%09b', 'a\tb'],
    ['pipes', 'a%7Cb', 'a|b'],
  ])('are written as collectionFormat %s says, in a path and a header', async (format, path, header) => {
    const connector = await swagger([list('p', 'path', format), list('X-L', 'header', format)]);
    const request = await call(connector, 'test-send', { p: ['a', 'b'], 'X-L': ['a', 'b'] });
    expect(request).toMatchObject({ path: `/lists/${path}`, headers: { 'x-l': header } });
  });

  it.each([
    [undefined, 'f=a,b'],
    ['pipes', 'f=a%7Cb'],
    ['multi', 'f=a&f=b'],
  ])('are written as collectionFormat %s says, in a form', async (format, body) => {
    const request = await call(await swagger([list('f', 'formData', format)]), 'test-send', { p: 'x', f: ['a', 'b'] });
    expect(request.body).toBe(body);
  });

  it('with a parameter that has no place leave out its operation alone', async () => {
    const connector = await swagger([{ name: 'x', type: 'string' }]);
    expect(connector.functions().map(({ name }) => name)).toEqual(['test-ok', 'test-passthrough-request']);
    expect(connector.skipped).toEqual([{ id: 'send', reason: expect.stringContaining('parameter "x": "in" must be') }]);
  });
});

describe('odd documents', () => {
  it('a parameter whose content is text is sent as text, one of JSON as JSON', async () => {
    const parameters = [
      { name: 'plain', in: 'query', content: { 'text/plain': { schema: { type: 'string' } } } },
      { name: 'json', in: 'query', content: { 'application/vnd.x+json': { schema: { type: 'string' } } } },
    ];
    const document = documentOf(server.origin, { '/x': { get: { operationId: 'x', parameters } } });
    const request = await call(await loadTestApp({ document }), 'test-x', { plain: 'a b', json: 'a' });
    expect(request.path).toBe('/x?plain=a%20b&json=%22a%22');
  });

  it('the nearest server counts: of the operation, then of the path, with its variables', async () => {
    const of = (path: string) => [{ url: `${server.origin}/{v}`, variables: { v: { default: path } } }];
    const paths = {
      '/x': { servers: of('path'), get: { operationId: 'x' }, put: { operationId: 'y', servers: of('operation') } },
    };
    const connector = await loadTestApp({ document: documentOf(server.origin, paths) });
    expect((await call(connector, 'test-x', {})).path).toBe('/path/x');
    expect((await call(connector, 'test-y', {})).path).toBe('/operation/x');
    expect((await call(connector, 'test-me', {})).path).toBe('/me');
  });

  it('a body that is the base of others takes their properties', async () => {
    const schemas = {
      Pet: { type: 'object', properties: { kind: { type: 'string' } }, discriminator: { propertyName: 'kind' } },
    };
    const schema = { $ref: '#/components/schemas/Pet' };
    const post = { operationId: 'add', requestBody: { content: { 'application/json': { schema } } } };
    const document = documentOf(server.origin, { '/pets': { post } }, { components: { schemas } });
    const connector = await loadTestApp({ document });
    expect(connector.functions()[0]?.parameters).toMatchObject({ properties: { kind: {} }, additionalProperties: {} });
    expect((await call(connector, 'test-add', { kind: 'cat', lives: 9 })).body).toBe('{"kind":"cat","lives":9}');
  });

  it('a multipart encoding that lists media types leaves the choice to the file', async () => {
    const schema = { type: 'object', properties: { file: { type: 'string', format: 'binary' } } };
    const content = { 'multipart/form-data': { schema, encoding: { file: { contentType: 'image/png, image/*' } } } };
    const post = { operationId: 'add', requestBody: { content } };
    const connector = await loadTestApp({ document: documentOf(server.origin, { '/x': { post } }) });
    const file = { base64: 'AA==', content_type: 'image/gif' };
    expect((await call(connector, 'test-add', { file })).body).toContain('Content-Type: image/gif');
  });
});
