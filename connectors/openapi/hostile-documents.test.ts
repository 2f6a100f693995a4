import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#connectors/kit/json.ts';
import { documentOf, loadTestApp } from '#connectors/testing/make-app-folder.ts';

const ORIGIN = 'https://api.example.com';

/** The parameters of a function that takes this schema as its body. */
async function parametersFor(schema: unknown, schemas: Record<string, unknown> = {}): Promise<JsonObject> {
  const post = { operationId: 'send', requestBody: { required: true, content: { 'application/json': { schema } } } };
  const connector = await loadTestApp({
    document: documentOf(ORIGIN, { '/send': { post } }, { components: { schemas } }),
  });
  return connector.functions().find((one) => one.name === 'test-send')!.parameters;
}

const validatorOf = (parameters: JsonObject) =>
  new Ajv2020({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    // A property named "constructor" is the caller's own, or absent.
    ownProperties: true,
    strictRequired: false,
    validateFormats: false,
  }).compile(parameters);

const problemOf = (document: Record<string, unknown> | string, app: Record<string, unknown> = {}) =>
  loadTestApp({ document, app }).then(
    () => 'loaded',
    (error: { code?: string; message: string }) => `${error.code}: ${error.message}`,
  );

describe('references', () => {
  it('to a schema that holds itself stay references, and still validate', async () => {
    const parameters = await parametersFor(
      { type: 'object', properties: { root: { $ref: '#/components/schemas/Node' } } },
      {
        Node: {
          type: 'object',
          properties: {
            name: { type: 'string' },
            children: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
          },
        },
      },
    );
    expect(Object.keys(parameters.$defs ?? {})).toEqual(['Node']);
    expect(parameters).toMatchObject({ properties: { root: { type: 'object' } } });
    const validate = validatorOf(parameters);
    expect(validate({ root: { name: 'a', children: [{ name: 'b', children: [] }] } })).toBe(true);
    expect(validate({ root: { children: [{ children: [{ name: 1 }] }] } })).toBe(false);
  });

  it('to other schemas are written out, with what stands beside them', async () => {
    const parameters = await parametersFor(
      {
        type: 'object',
        properties: { list: { type: 'array', items: { $ref: '#/components/schemas/A', description: 'Mine' } } },
      },
      { A: { $ref: '#/components/schemas/B' }, B: { type: 'string', description: 'Theirs', maxLength: 3 } },
    );
    expect(parameters).not.toHaveProperty('$defs');
    expect(parameters).toMatchObject({
      properties: { list: { items: { type: 'string', description: 'Mine', maxLength: 3 } } },
    });
  });

  it('that only lead to each other are named as the mistake they are', async () => {
    const schemas = { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } };
    const post = {
      operationId: 'send',
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } },
    };
    expect(await problemOf(documentOf(ORIGIN, { '/send': { post } }, { components: { schemas } }))).toMatch(
      /^invalid_connector: test\/openapi\.json, \/.*leads back to itself/,
    );
  });

  it('that a schema combines with itself end, so that validating does', async () => {
    const parameters = await parametersFor(
      { type: 'object', properties: { a: { type: 'array', items: { $ref: '#/components/schemas/Loop' } } } },
      { Loop: { allOf: [{ anyOf: [{ $ref: '#/components/schemas/Loop' }] }] } },
    );
    expect(validatorOf(parameters)({ a: [1] })).toBe(true);
  });

  it('in great number stay references, so that the signature does not swell', async () => {
    const schemas: Record<string, unknown> = { L0: { type: 'object', properties: { x: { type: 'string' } } } };
    for (let level = 1; level <= 20; level += 1) {
      const below = { $ref: `#/components/schemas/L${level - 1}` };
      schemas[`L${level}`] = { type: 'object', properties: { a: below, b: below, c: below } };
    }
    const parameters = await parametersFor(
      { type: 'object', properties: { top: { $ref: '#/components/schemas/L20' } } },
      schemas,
    );
    expect(JSON.stringify(parameters).length).toBeLessThan(10_000);
    expect(parameters).toMatchObject({ properties: { top: { type: 'object' } } });
    expect(validatorOf(parameters)({ top: { a: { b: { c: 1 } } } })).toBe(false);
  });

  it.each([
    ['https://evil.example/schema.json', 'points outside of the document'],
    ['other.json#/A', 'points outside of the document'],
    ['file:///etc/passwd', 'points outside of the document'],
    ['#/components/schemas/None', 'points at nothing'],
    ['#/__proto__/polluted', 'points at nothing'],
    ['#/constructor', 'points at nothing'],
  ])('%s is refused where it stands', async ($ref, problem) => {
    const post = {
      operationId: 'send',
      requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { a: { $ref } } } } } },
    };
    const message = await problemOf(documentOf(ORIGIN, { '/send': { post } }));
    expect(message).toContain(
      'invalid_connector: test/openapi.json, /paths/~1send/post/requestBody/content/application~1json/schema/properties/a',
    );
    expect(message).toContain(problem);
  });

  it('that only an operation left out uses do no harm', async () => {
    const post = { operationId: 'send', requestBody: { $ref: 'https://evil.example/body.json' } };
    expect(await problemOf(documentOf(ORIGIN, { '/send': { post } }), { include: ['me'] })).toBe('loaded');
  });
});

describe('schemas', () => {
  it('lose what JSON Schema does not know or what is malformed, and compile', async () => {
    const parameters = await parametersFor({
      type: 'object',
      properties: {
        a: {
          type: 'any',
          required: true,
          enum: [],
          minLength: -1,
          pattern: '(',
          format: 'color',
          discriminator: {},
          xml: {},
          'x-y': 1,
        },
        b: { type: ['string', 'null', 'string'], enum: ['x', 'x', null] },
        c: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }] },
        d: { type: 'string', pattern: '^(a+)+$' },
        constructor: { type: 'string' },
        toString: { type: 'integer' },
      },
      required: ['toString', 'toString'],
    });
    const validate = validatorOf(parameters);
    expect(validate({ toString: 1, b: 'x', d: 'aaa' })).toBe(true);
    expect(validate({ toString: 1, b: 'y' })).toBe(false);
    expect(parameters).toMatchObject({
      properties: { a: { title: 'A' }, d: { type: 'string' } },
      required: ['toString'],
    });
    expect(JSON.stringify(parameters)).not.toContain('(a+)+');
  });

  it('nested a thousand levels deep end somewhere', async () => {
    let schema: unknown = { type: 'string' };
    for (let level = 0; level < 1_000; level += 1) schema = { type: 'object', properties: { a: schema } };
    expect(JSON.stringify(await parametersFor(schema)).length).toBeLessThan(10_000);
  });

  it('cannot reach a prototype', async () => {
    const document = JSON.stringify(documentOf(ORIGIN, {})).replace(
      '"paths":{',
      '"paths":{"/send":{"post":{"operationId":"send","requestBody":{"content":{"application/json":{"schema":{"properties":{"__proto__":{"type":"string","polluted":true},"\\u005f_proto__":{"type":"string"},"ok":{"type":"string"}}}}}}}},',
    );
    const connector = await loadTestApp({ document });
    const { parameters } = connector.functions().find((one) => one.name === 'test-send')!;
    expect(Object.keys(parameters.properties ?? {})).toEqual(['ok']);
    expect({}).not.toHaveProperty('polluted');
  });
});

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
    expect(message).toMatch(/^invalid_connector: /);
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
    expect(connector.functions().map((one) => one.name)).toEqual(['test-me', 'test-add-note']);
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
    expect(connector.functions().map((one) => one.name)).toEqual(['test-me', 'test-get-again']);
  });

  it('YAML that grows without end is refused', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level += 1) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    expect(await problemOf(lines.join('\n'), { document: 'openapi.yaml' })).toMatch(/is not YAML: .*alias/i);
    expect(await problemOf('a: &a { b: *a }', { document: 'openapi.yaml' })).toMatch(/^invalid_connector/);
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
    ]);
  });

  it('5,000 operations load within seconds', async () => {
    const paths: Record<string, unknown> = {};
    for (let index = 0; index < 5_000; index += 1) {
      const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } } };
      paths[`/p${index}/{id}`] = {
        put: { operationId: `op${index}`, requestBody: { content: { 'application/json': { schema } } } },
      };
    }
    const started = performance.now();
    const connector = await loadTestApp({ document: documentOf(ORIGIN, paths) });
    expect(connector.functions()).toHaveLength(5_001);
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});
