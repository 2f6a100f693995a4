import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

const credentials: Credentials = { scheme: 'key', type: 'api_key', values: { key: 'lin_api_1' } };

let server: RecordingServer;
let connector: Connector;

interface Document {
  paths: Record<string, { post: { operationId: string; requestBody: { content: { 'application/json': Content } } } }>;
}
interface Content {
  schema: { properties: { query: { const: string }; variables?: { properties: JsonObject } } };
}

interface Query {
  query: string;
  variables?: JsonObject;
}

/** Answers as the vendor would, by the field that a query asks for. */
function dataFor({ query, variables = {} }: Query): JsonObject {
  const pageInfo = { hasNextPage: variables.after === undefined, endCursor: 'e1' };
  if (query.includes('viewer {')) {
    return { viewer: { id: 'u1', name: 'Ada', email: 'ada@example.com' }, organization: { id: 'o1' } };
  }
  if (query.includes('workflowStates(')) {
    const nodes = variables.teamId === 't1' ? [{ id: 's1', name: 'Todo' }] : [];
    return { workflowStates: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } };
  }
  return { issues: { nodes: [{ id: variables.after ?? 'first' }], pageInfo } };
}

beforeAll(async () => {
  connector = await loadAppFolder(import.meta.dirname, { environment: {} });
  server = await startRecordingServer(({ body }) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: dataFor(JSON.parse(body) as Query) }),
  }));
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const context = () => redirectedContext(credentials, server.origin);
const invoke = (name: string, input: JsonObject, cursor?: string) =>
  connector.invoke({ functionName: `linear-${name}`, input, cursor }, context());
const sent = () => JSON.parse(server.last().body) as Query;

describe('Linear', () => {
  it('sends a mutation with what was given as its variables', async () => {
    await invoke('create-an-issue', { teamId: 't1', title: 'Broken', priority: 0 });
    expect(server.last()).toMatchObject({ method: 'POST', path: '/graphql', headers: { authorization: 'lin_api_1' } });
    expect(sent().query).toMatch(/^mutation \(\$teamId: String!, \$title: String!, .*issueCreate\(input: \{ teamId/);
    expect(sent().variables).toEqual({ teamId: 't1', title: 'Broken', priority: 0 });
  });

  it('declares every variable that it uses, and gives each as a parameter', async () => {
    const document = JSON.parse(await readFile(join(import.meta.dirname, 'openapi.json'), 'utf8')) as Document;
    for (const { post } of Object.values(document.paths)) {
      const { query, variables } = post.requestBody.content['application/json'].schema.properties;
      const [declared = '', used = ''] = query.const.split(/(?<=^[^{]*)\{/);
      const names = (text: string) => new Set([...text.matchAll(/\$(\w+)/g)].map((match) => match[1]));
      expect(names(used), post.operationId).toEqual(names(declared));
      expect(new Set(Object.keys(variables?.properties ?? {})), post.operationId).toEqual(names(declared));
    }
  });

  it('pages by the end cursor within the variables', async () => {
    const filter = { team: { key: { eq: 'ENG' } } };
    const first = await invoke('get-all-issues', { filter });
    expect(first.nextPage).toBe('e1');
    expect(await invoke('get-all-issues', { filter }, 'e1')).toMatchObject({ nextPage: '' });
    expect(sent().variables).toEqual({ filter, after: 'e1' });
  });

  it('offers the statuses of the team that was chosen', async () => {
    const request = { functionName: 'linear-create-an-issue', parameter: 'stateId', input: { teamId: 't1' } };
    expect(await connector.options(request, context())).toEqual({
      options: [{ value: 's1', title: 'Todo' }],
      nextPage: '',
    });
    expect(sent().variables).toEqual({ teamId: 't1', first: 250 });
  });

  it('knows an account by workspace and user', async () => {
    expect(await connector.verify(context())).toEqual({ externalId: 'o1:u1', displayName: 'ada@example.com' });
  });
});
