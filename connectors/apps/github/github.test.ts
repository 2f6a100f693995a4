import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

const credentials: Credentials = { scheme: 'token', type: 'api_key', values: { token: 'ghp_1' } };
const issues = [1, 2, 3].map((number) => ({ number, title: `Issue ${number}` }));
const labels = [{ name: 'bug' }, { name: 'good first issue' }];

let server: RecordingServer;
let connector: Connector;

beforeAll(async () => {
  connector = await loadAppFolder(import.meta.dirname, { environment: {} });
  server = await startRecordingServer(({ path }) => {
    const url = new URL(path, 'https://api.github.com');
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    if (url.pathname === '/user') return { headers, body: JSON.stringify({ id: 1, login: 'octocat', name: null }) };
    if (url.pathname.endsWith('/labels')) return { headers, body: JSON.stringify(labels) };
    const page = Number(url.searchParams.get('page') ?? 1);
    // The vendor names repositories by id in its links.
    const link = `<https://api.github.com/repositories/42/issues?state=open&per_page=1&page=${page + 1}>; rel="next"`;
    return {
      headers: { ...headers, ...(page < issues.length ? { link } : {}) },
      body: JSON.stringify(issues.slice(page - 1, page)),
    };
  });
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const invoke = (name: string, input: JsonObject, cursor?: string) =>
  connector.invoke({ functionName: `github-${name}`, input, cursor }, redirectedContext(credentials, server.origin));

describe('GitHub', () => {
  it('pages by the Link header, at the address that was asked for first', async () => {
    const input = { owner: 'octo', repo: 'app', state: 'open', per_page: 1 };
    const found: unknown[] = [];
    let cursor: string | undefined;
    do {
      const result = await invoke('get-all-issues', input, cursor);
      found.push(...(result.output as JsonObject[]));
      cursor = result.nextPage;
    } while (cursor);
    expect(found).toEqual(issues);
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/repos/octo/app/issues?state=open&per_page=1',
      '/repos/octo/app/issues?state=open&per_page=1&page=2',
      '/repos/octo/app/issues?state=open&per_page=1&page=3',
    ]);
  });

  it('names the version it is written for, and keeps the token in its header', async () => {
    await invoke('create-an-issue', { owner: 'octo', repo: 'app', title: 'Broken', labels: ['bug'] });
    expect(server.last()).toMatchObject({
      method: 'POST',
      path: '/repos/octo/app/issues',
      body: '{"title":"Broken","labels":["bug"]}',
      headers: { authorization: 'Bearer ghp_1', 'x-github-api-version': '2022-11-28' },
    });
  });

  it('writes a file whose path keeps its slashes', async () => {
    const input = { owner: 'octo', repo: 'app', path: 'docs/a b.md', message: 'Add', content: 'SGk=' };
    await invoke('create-or-update-a-file', input);
    expect(server.last()).toMatchObject({ method: 'PUT', path: '/repos/octo/app/contents/docs/a%20b.md' });
    await expect(invoke('get-contents', { ...input, path: '../../x/y' })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  it('offers the labels of the repository that was chosen', async () => {
    const context = redirectedContext(credentials, server.origin);
    const request = { functionName: 'github-create-an-issue', parameter: 'labels' };
    const page = await connector.options({ ...request, input: { owner: 'octo', repo: 'app' } }, context);
    expect(page.options).toEqual(labels.map(({ name }) => ({ value: name, title: name })));
    expect(context.urls).toEqual(['https://api.github.com/repos/octo/app/labels?per_page=100']);
  });

  it('knows an account by its user', async () => {
    expect(await connector.verify(redirectedContext(credentials, server.origin))).toEqual({
      externalId: '1',
      displayName: 'octocat',
    });
  });
});
