import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp, testCredentials } from '#connectors/testing/make-app-folder.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

let server: RecordingServer;
let connector: Connector;

const body = (mediaType: string, schema: unknown, rest: object = {}) => ({
  requestBody: { required: true, content: { [mediaType]: { schema, ...rest } } },
});
const note = { type: 'object', properties: { id: { type: 'integer' }, text: { type: 'string' } }, required: ['text'] };
const paths = {
  '/notes/{id}': {
    put: { operationId: 'putNote', ...body('application/json', { $ref: '#/components/schemas/Note' }) },
  },
  '/open': { post: { operationId: 'open', ...body('application/json', { ...note, additionalProperties: true }) } },
  '/combined': {
    post: {
      operationId: 'combined',
      ...body('application/json', {
        allOf: [
          { $ref: '#/components/schemas/Note' },
          { type: 'object', properties: { extra: { type: 'boolean' } }, required: ['extra'] },
        ],
      }),
    },
  },
  '/wrapped/{id}': {
    post: {
      operationId: 'wrapped',
      ...body('application/json', {
        type: 'object',
        properties: { note: { $ref: '#/components/schemas/Note' } },
        required: ['note'],
      }),
    },
  },
  '/graphql#addNote': {
    post: {
      operationId: 'graphql',
      ...body('application/json', {
        type: 'object',
        properties: { query: { type: 'string', const: 'mutation ($text: String!) { … }' }, variables: note },
        required: ['query', 'variables'],
      }),
    },
  },
  '/kind': {
    post: {
      operationId: 'kind',
      ...body('application/json', {
        type: 'object',
        properties: { kind: { enum: ['note'] }, text: { type: 'string' }, level: { const: 1 } },
        required: ['kind'],
      }),
    },
  },
  '/list': {
    post: { operationId: 'list', ...body('application/json', { type: 'array', items: { type: 'integer' } }) },
  },
  '/optional': {
    post: {
      operationId: 'optional',
      requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { a: {} } } } } },
    },
  },
  '/form': {
    post: {
      operationId: 'form',
      ...body(
        'application/x-www-form-urlencoded',
        {
          type: 'object',
          properties: {
            name: { type: 'string' },
            tags: { type: 'array' },
            filter: { type: 'object' },
            meta: { type: 'object' },
          },
        },
        { encoding: { filter: { style: 'deepObject', explode: true } } },
      ),
    },
  },
  '/upload': {
    post: {
      operationId: 'upload',
      ...body('multipart/form-data', {
        type: 'object',
        properties: { title: { type: 'string' }, file: { type: 'string', format: 'binary' }, tags: { type: 'array' } },
        required: ['file'],
      }),
    },
  },
  '/text': {
    put: {
      operationId: 'text',
      requestBody: { required: true, content: { 'text/turtle': { schema: {} }, 'text/plain': { schema: {} } } },
    },
  },
  '/raw': { put: { operationId: 'raw', ...body('application/octet-stream', {}) } },
  '/read-only': {
    post: {
      operationId: 'readOnly',
      ...body('application/json', {
        type: 'object',
        properties: {
          id: { type: 'integer', readOnly: true },
          name: { type: 'string' },
          deep: { $ref: '#/components/schemas/Deep' },
        },
        required: ['id', 'name'],
      }),
    },
  },
};
const components = {
  schemas: {
    Note: note,
    Deep: {
      type: 'object',
      properties: { at: { type: 'string', readOnly: true }, by: { type: 'string' } },
      required: ['at', 'by'],
    },
  },
};

beforeAll(async () => {
  server = await startRecordingServer();
  connector = await loadTestApp({
    app: { functions: { wrapped: { flatten: { '/note': '' } }, graphql: { flatten: { '/variables': '' } } } },
    document: documentOf(server.origin, paths, { components }),
  });
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const call = (functionName: string, input: JsonObject) =>
  connector.invoke({ functionName, input }, callContext(testCredentials));
const parametersOf = (name: string) => connector.functions().find((one) => one.name === name)!.parameters;

describe('a JSON body', () => {
  it('is flat, and its property gives way to a parameter of the same name', async () => {
    expect(parametersOf('test-put-note')).toMatchObject({
      properties: { id: { type: 'string', minLength: 1 }, body_id: { type: 'integer' }, text: { type: 'string' } },
      required: ['id', 'text'],
      additionalProperties: false,
    });
    await call('test-put-note', { id: '7', body_id: 8, text: 'hello' });
    expect(server.last()).toMatchObject({ method: 'PUT', path: '/notes/7', body: '{"id":8,"text":"hello"}' });
    expect(server.last().headers['content-type']).toBe('application/json');
  });

  it('is flat where one object holds it all, and goes out in that object', async () => {
    expect(parametersOf('test-wrapped')).toMatchObject({
      properties: { id: { type: 'string' }, body_id: { type: 'integer' }, text: { type: 'string' } },
      required: ['id', 'text'],
    });
    await call('test-wrapped', { id: '7', text: 'hello' });
    expect(server.last().body).toBe('{"note":{"text":"hello"}}');
  });

  it('brings along what can only have one value', async () => {
    expect(parametersOf('test-kind')).toMatchObject({ required: [], properties: { level: { const: 1 } } });
    expect(parametersOf('test-kind').properties).not.toHaveProperty('kind');
    await call('test-kind', { text: 'hello' });
    expect(server.last().body).toBe('{"text":"hello","kind":"note"}');
  });

  it('of GraphQL is the variables, at the one path that the document tells apart by its fragment', async () => {
    expect(parametersOf('test-graphql')).toMatchObject({ required: ['text'], additionalProperties: false });
    await call('test-graphql', { text: 'hello' });
    expect(server.last()).toMatchObject({
      path: '/graphql',
      body: '{"variables":{"text":"hello"},"query":"mutation ($text: String!) { … }"}',
    });
  });

  it('keeps null, false, 0 and the empty string', async () => {
    await call('test-open', { text: '', id: 0, a: false, b: null });
    expect(JSON.parse(server.last().body)).toEqual({ text: '', id: 0, a: false, b: null });
  });

  it('takes further properties only where the document does', async () => {
    expect(parametersOf('test-open').additionalProperties).toBe(true);
    expect(parametersOf('test-put-note').additionalProperties).toBe(false);
    await call('test-put-note', { id: '7', text: 'a', other: 1 });
    expect(server.last().body).toBe('{"text":"a"}');
  });

  it('made of several schemas has the properties of all', async () => {
    expect(parametersOf('test-combined')).toMatchObject({ required: ['text', 'extra'] });
    await call('test-combined', { text: 'a', extra: true });
    expect(JSON.parse(server.last().body)).toEqual({ text: 'a', extra: true });
  });

  it('that is no object is one parameter', async () => {
    expect(parametersOf('test-list')).toMatchObject({ properties: { body: { type: 'array' } }, required: ['body'] });
    await call('test-list', { body: [1, 2] });
    expect(server.last().body).toBe('[1,2]');
  });

  it('that may be left out is left out', async () => {
    await call('test-optional', {});
    expect(server.last().body).toBe('');
    expect(server.last().headers).not.toHaveProperty('content-type');
  });

  it('asks for nothing that only the vendor sets', () => {
    expect(parametersOf('test-read-only')).toMatchObject({
      properties: { name: {}, deep: { properties: { by: {} }, required: ['by'] } },
      required: ['name'],
    });
    expect(JSON.stringify(parametersOf('test-read-only'))).not.toMatch(/"id"|"at"/);
  });
});

describe('other bodies', () => {
  it('a form repeats the names of lists and follows the encoding of objects', async () => {
    await call('test-form', { name: 'a&b', tags: ['x', 'y'], filter: { k: 'v' }, meta: { n: 1 } });
    expect(server.last().body).toBe('name=a%26b&tags=x&tags=y&filter%5Bk%5D=v&meta=%7B%22n%22%3A1%7D');
    expect(server.last().headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it('a multipart body carries files and text', async () => {
    const file = {
      base64: Buffer.from([0, 255, 10]).toString('base64'),
      filename: 'a".bin',
      content_type: 'image/png',
    };
    await call('test-upload', { title: 'one', file, tags: ['x', 'y'] });
    const { body: sent, headers } = server.last();
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(sent).toContain('name="title"\r\n\r\none\r\n');
    expect(sent).toContain('filename="a%22.bin"\r\nContent-Type: image/png\r\n\r\n\x00\xff\n');
    expect(sent.match(/name="tags"/g)).toHaveLength(2);
    expect(parametersOf('test-upload')).toMatchObject({
      properties: { file: { required: ['base64'] } },
      required: ['file'],
    });
  });

  it('a text body goes out as it is, in the media type that was chosen', async () => {
    expect(parametersOf('test-text')).toMatchObject({
      properties: { body: { type: 'string' }, content_type: { enum: ['text/turtle', 'text/plain'] } },
      required: ['body'],
    });
    await call('test-text', { body: '<a> <b> "ü" .', content_type: 'text/plain' });
    expect(server.last()).toMatchObject({ body: '<a> <b> "ü" .', headers: { 'content-type': 'text/plain' } });
    await call('test-text', { body: 'x' });
    expect(server.last().headers['content-type']).toBe('text/turtle');
    await expect(call('test-text', { body: 'x', content_type: 'a/b\r\nX: 1' })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  it('bytes go out as bytes', async () => {
    await call('test-raw', { body: { base64: 'AP8K' } });
    expect(server.last()).toMatchObject({
      body: '\x00\xff\n',
      headers: { 'content-type': 'application/octet-stream' },
    });
    await expect(call('test-raw', { body: { base64: '***' } })).rejects.toMatchObject({ code: 'invalid_argument' });
  });
});
