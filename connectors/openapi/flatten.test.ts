import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp, testCredentials } from '#connectors/testing/make-app-folder.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

let server: RecordingServer;
beforeAll(async () => {
  server = await startRecordingServer();
});
afterAll(() => server.close());

const body = (mediaType: string, schema: unknown) => ({
  requestBody: { required: true, content: { [mediaType]: { schema } } },
});

describe('a JSON body that app.json flattens', () => {
  const reference = { type: 'object', properties: { id: { type: 'string' }, key: { type: 'string' } } };
  const fields = {
    type: 'object',
    properties: { summary: { type: 'string' }, project: { ...reference, required: ['id'] }, parent: reference },
    required: ['summary', 'project'],
    additionalProperties: true,
  };
  const schema = { type: 'object', properties: { fields, id: { type: 'string' } }, required: ['fields'] };
  const load = (flatten: Record<string, string>, rest: Record<string, unknown> = {}) =>
    loadTestApp({
      app: { functions: { addIssue: { flatten, ...rest } } },
      document: documentOf(server.origin, {
        '/issues/{id}': { post: { operationId: 'addIssue', ...body('application/json', schema) } },
      }),
    });
  const all = { '/fields': '', '/fields/project': 'project_', '/fields/parent': 'parent_' };
  const add = async (app: Connector, input: JsonObject) => {
    await app.invoke({ functionName: 'test-add-issue', input }, callContext(testCredentials));
    return JSON.parse(server.last().body) as unknown;
  };

  it('has the properties of its objects as parameters, and puts them where they belong', async () => {
    const app = await load(all, { parameters: { project_id: { title: 'Project' } } });
    const { parameters } = app.functions().find((one) => one.name === 'test-add-issue')!;
    expect(Object.keys(parameters.properties as JsonObject)).toEqual([
      ...['id', 'summary', 'project_id', 'project_key', 'parent_id', 'parent_key', 'body_id'],
    ]);
    expect(parameters).toMatchObject({
      properties: { project_id: { title: 'Project' }, parent_key: { title: 'Parent key' } },
      required: ['id', 'summary', 'project_id'],
      additionalProperties: true,
    });
    const input = { id: '7', body_id: '8', summary: 's', project_id: '1', parent_key: null, custom: [1] };
    expect(await add(app, input)).toEqual({
      fields: { summary: 's', project: { id: '1' }, parent: { key: null }, custom: [1] },
      id: '8',
    });
  });

  it('takes a further parameter of any name as that', async () => {
    const input = JSON.parse('{"id":"7","__proto__":{"a":1},"project":"p"}') as JsonObject;
    expect(JSON.stringify(await add(await load(all), input))).toBe('{"fields":{"__proto__":{"a":1},"project":"p"}}');
  });

  it.each([
    ['/nothing', {}],
    ['/fields/summary', { '/fields': '' }],
    ['/fields/project', {}],
    ['', {}],
  ])('must have an object at "%s", and all around it flattened', async (pointer, others) => {
    const message = expect.stringContaining('/functions/addIssue/flatten: the JSON body has no object');
    await expect(load({ ...others, [pointer]: '' })).rejects.toMatchObject({ code: 'invalid_connector', message });
  });
});
