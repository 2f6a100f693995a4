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
    ({ skipped = [] }) => skipped.map(({ reason }) => `skipped: ${reason}`)[0] ?? 'loaded',
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
      /^skipped: test\/openapi\.json, \/.*leads back to itself/,
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
      'skipped: test/openapi.json, /paths/~1send/post/requestBody/content/application~1json/schema/properties/a',
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
