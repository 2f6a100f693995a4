import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

const credentials: Credentials = { scheme: 'token', type: 'api_key', values: { token: 'as1' } };
const replies: Record<string, unknown> = {
  '/api/1.0/workspaces?limit=100': { data: [{ gid: '1', name: 'Acme' }], next_page: null },
  '/api/1.0/projects?limit=100&workspace=1': { data: [{ gid: '10', name: 'Launch' }], next_page: null },
  '/api/1.0/projects/10/sections?limit=100': { data: [{ gid: '20', name: 'To do' }], next_page: { offset: 'eyJ1' } },
};

let server: RecordingServer;
let connector: Connector;

beforeAll(async () => {
  connector = await loadAppFolder(import.meta.dirname, { environment: {} });
  server = await startRecordingServer(({ path }) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(replies[path] ?? { data: [] }),
  }));
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const context = () => redirectedContext(credentials, server.origin);
const options = (name: string, parameter: string, input: JsonObject) =>
  connector.options({ functionName: `asana-${name}`, parameter, input }, context());

describe('Asana', () => {
  it('wraps what it sends in data', async () => {
    const input = { task_gid: '7', name: 'Call back', due_on: null, completed: false };
    await connector.invoke({ functionName: 'asana-update-a-task', input }, context());
    expect(server.last()).toMatchObject({
      method: 'PUT',
      path: '/api/1.0/tasks/7',
      body: '{"data":{"name":"Call back","due_on":null,"completed":false}}',
    });
  });

  it('offers workspaces, the projects of a workspace and the sections of a project', async () => {
    expect(await options('create-a-task', 'workspace', {})).toMatchObject({ options: [{ value: '1', title: 'Acme' }] });
    expect(await options('create-a-task', 'projects', { workspace: '1' })).toMatchObject({
      options: [{ value: '10', title: 'Launch' }],
    });
    expect(await options('get-all-tasks', 'section', { project: '10' })).toEqual({
      options: [{ value: '20', title: 'To do' }],
      nextPage: 'eyJ1',
    });
  });
});
