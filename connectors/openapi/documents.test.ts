import { describe, expect, it } from 'vitest';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp, testCredentials } from '#connectors/testing/make-app-folder.ts';

const ORIGIN = 'https://api.example.com';

const problemOf = (document: Record<string, unknown> | string, app: Record<string, unknown> = {}) =>
  loadTestApp({ document, app }).then(
    ({ skipped = [] }) => skipped.map(({ reason }) => `skipped: ${reason}`)[0] ?? 'loaded',
    (error: { code?: string; message: string }) => `${error.code}: ${error.message}`,
  );

describe('a document that cannot be used says what and where', () => {
  it.each<[string, Record<string, unknown> | string, string]>([
    ['text', 'hello', 'test/openapi.json, at its top: is not JSON'],
    ['a list', '[]', 'test/openapi.json, at its top: is not an OpenAPI document'],
    ['another version', { openapi: '4.0.0' }, 'test/openapi.json, /openapi: must be 3.x'],
    ['an old version', { swagger: '1.2' }, 'test/openapi.json, /swagger: must be 3.x'],
    ['nothing', {}, 'test/openapi.json, /openapi: must be 3.x'],
    ['no paths', { openapi: '3.1.0' }, 'test/openapi.json, /paths: must list at least one path'],
    [
      'no servers',
      { ...documentOf(ORIGIN, {}), servers: undefined },
      'test/app.json, /server: the document has no servers',
    ],
    ['a relative server', documentOf('/api/v2', {}), 'test/app.json, /server: "/api/v2" must be an absolute URL'],
    [
      'a server of another host',
      documentOf('https://evil.example', {}),
      'test/app.json, /hosts: must name "evil.example"',
    ],
    [
      'an unencrypted server',
      documentOf('http://api.example.com', {}),
      'test/app.json, /server: "http://api.example.com" must be https',
    ],
    ['a script as server', documentOf('javascript:alert(1)', {}), 'must be https'],
    ['a server with a password', documentOf('https://a:b@api.example.com', {}), 'must be an absolute URL'],
    ['a server variable without a value', documentOf('https://{tenant}.example.com', {}), '/variables/tenant'],
    [
      'a parameter without a name',
      documentOf(ORIGIN, { '/a': { get: { parameters: [{ in: 'query' }] } } }),
      '/paths/~1a/get/parameters/0: a parameter needs a "name"',
    ],
    [
      'a parameter in no place',
      documentOf(ORIGIN, { '/a': { get: { parameters: [{ name: 'x', in: 'nowhere' }] } } }),
      '"in" must be path, query, header or cookie',
    ],
    [
      'a style of another place',
      documentOf(ORIGIN, { '/a': { get: { parameters: [{ name: 'x', in: 'query', style: 'matrix' }] } } }),
      'style "matrix" is not one for query',
    ],
  ])('%s', async (_, document, expected) => {
    const message = await problemOf(document);
    expect(message).toMatch(/^(invalid_connector|skipped): /);
    expect(message).toContain(expected);
  });

  it('one that is missing', async () => {
    await expect(problemOf('', { document: 'openapi.yaml' })).resolves.toContain('invalid_connector');
  });
});

describe('other forms of document', () => {
  it('Swagger 2.0 is brought up', async () => {
    const document = {
      swagger: '2.0',
      info: { title: 'Old', version: '1' },
      host: 'api.example.com',
      basePath: '/v1',
      schemes: ['https'],
      consumes: ['application/json'],
      securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-Old' } },
      paths: {
        '/me': { get: { operationId: 'me', responses: {} } },
        '/notes': {
          post: {
            operationId: 'addNote',
            parameters: [{ in: 'body', name: 'note', required: true, schema: { $ref: '#/definitions/Note' } }],
            responses: {},
          },
        },
      },
      definitions: {
        Note: { type: 'object', properties: { text: { type: 'string', 'x-nullable': true } }, required: ['text'] },
      },
    };
    const connector = await loadTestApp({ document, app: { auth: undefined } });
    expect(connector.auth).toMatchObject([{ type: 'api_key', name: 'key' }]);
    expect(connector.functions().map((one) => one.name)).toEqual([
      'test-me',
      'test-add-note',
      'test-passthrough-request',
    ]);
    expect(connector.functions()[1]?.parameters).toMatchObject({
      properties: { text: { type: ['string', 'null'] } },
      required: ['text'],
    });
  });

  it('OpenAPI 3.0 is brought up', async () => {
    const post = {
      operationId: 'send',
      requestBody: {
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: {
                a: { type: 'string', nullable: true },
                b: { type: 'number', minimum: 0, exclusiveMinimum: true },
              },
            },
          },
        },
      },
    };
    const connector = await loadTestApp({
      document: { ...documentOf(ORIGIN, { '/send': { post } }), openapi: '3.0.3' },
    });
    expect(connector.functions()[0]?.parameters).toMatchObject({
      properties: { a: { type: ['string', 'null'] }, b: { exclusiveMinimum: 0 } },
    });
  });

  it('YAML is read, an alias as a copy', async () => {
    const document = [
      'openapi: 3.1.0',
      'servers: [{ url: https://api.example.com }]',
      'paths:',
      '  /me: &me { get: { operationId: me } }',
      '  /again: *me',
    ].join('\n');
    const connector = await loadTestApp({ document, app: { document: 'openapi.yaml' } });
    expect(connector.functions().map((one) => one.name)).toEqual([
      'test-me',
      'test-get-again',
      'test-passthrough-request',
    ]);
  });

  it('YAML that grows without end is refused', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level += 1) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    expect(await problemOf(lines.join('\n'), { document: 'openapi.yaml' })).toMatch(/is not YAML: .*alias/i);
    expect(await problemOf('a: &a { b: *a }', { document: 'openapi.yaml' })).toMatch(/^invalid_connector/);
  });

  it('of several servers the first is taken that is https', async () => {
    const servers = [{ url: 'http://api.example.com' }, { url: '//api.example.com/v2' }];
    const connector = await loadTestApp({ document: { ...documentOf(ORIGIN, {}), servers } });
    let url = '';
    const fetch = (request: Request) => {
      url = request.url;
      return Promise.resolve(Response.json({}));
    };
    await connector.invoke({ functionName: 'test-me', input: {} }, { ...callContext(testCredentials), fetch });
    expect(url).toBe('https://api.example.com/v2/me');
  });

  it('two operations whose ids differ only in their spelling get names of their own', async () => {
    const connector = await loadTestApp({
      document: documentOf(ORIGIN, {
        '/a': { get: { operationId: 'getUser' } },
        '/b': { get: { operationId: 'get_user' } },
      }),
    });
    expect(connector.functions().map((one) => one.name)).toEqual([
      'test-get-user',
      'test-get-user-bf1e2a1a',
      'test-me',
      'test-passthrough-request',
    ]);
  });

  it('thousands of operations load', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } } };
    const requestBody = { content: { 'application/json': { schema } } };
    const numbers = Array.from({ length: 3_000 }, (_, index) => index);
    const paths = Object.fromEntries(
      numbers.map((number) => [`/p${number}/{id}`, { put: { operationId: `op${number}`, requestBody } }]),
    );
    const connector = await loadTestApp({ document: documentOf(ORIGIN, paths) });
    expect(connector.functions().filter(({ type }) => type !== 'PASSTHROUGH')).toHaveLength(3_001);
  });
});
