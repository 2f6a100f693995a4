import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, Credentials, InvokeResult } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { startJiraServer, type JiraServer } from '#connectors/testing/jira-server/start-jira-server.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';

let server: JiraServer;
let connector: Connector;

beforeAll(async () => {
  server = await startJiraServer();
  connector = await loadAppFolder(import.meta.dirname, { environment: {} });
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const byToken = (password = server.token): Credentials => {
  return { scheme: 'basic', type: 'basic', values: { site: 'northwind', username: server.email, password } };
};
const byOAuth = (accessToken = server.accessToken): Credentials => {
  return { scheme: 'oauth2', type: 'oauth2', accessToken, tokenType: 'Bearer', extra: { scope: 'read:jira-work' } };
};
const contextFor = (credentials = byToken()) =>
  redirectedContext(credentials, {
    'api.atlassian.com': server.origin,
    'northwind.atlassian.net': server.origin,
  });
const invoke = (name: string, input: JsonObject = {}, cursor?: string) =>
  connector.invoke({ functionName: `jira-${name}`, input, cursor }, contextFor());
const outputOf = (result: InvokeResult) => result.output as JsonObject & { id: string; key: string };
const paragraph = (text: string) => {
  return { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
};

describe('connecting Jira', () => {
  it('by OAuth finds the site and the user, and calls go to that site', async () => {
    const context = contextFor(byOAuth());
    const identity = await connector.verify(context);
    expect(identity).toEqual({
      externalId: expect.stringMatching(/\/ex\/jira\/11223344-.+\/user\?accountId=5b10a2844c20165700ede21g$/),
      displayName: 'sam@example.com',
      found: { cloud_id: server.cloudId },
    });
    const account = { ...byOAuth(), found: identity.found };
    await connector.invoke(
      { functionName: 'jira-get-an-issue', input: { issueIdOrKey: 'ENG-1' } },
      contextFor(account),
    );
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/oauth/token/accessible-resources',
      `/ex/jira/${server.cloudId}/rest/api/3/myself`,
      `/ex/jira/${server.cloudId}/rest/api/3/issue/ENG-1`,
    ]);
    expect(new Set(context.urls.map((url) => new URL(url).host))).toEqual(new Set(['api.atlassian.com']));
  });

  it('by OAuth takes the first of several sites, and is refused without any', async () => {
    const [site] = server.sites;
    server.sites.push({ id: 'other', name: 'other', url: 'https://other.atlassian.net' });
    expect((await connector.verify(contextFor(byOAuth()))).found).toEqual({ cloud_id: site!.id });
    server.sites.splice(0);
    await expect(connector.verify(contextFor(byOAuth()))).rejects.toMatchObject({ code: 'credentials_rejected' });
    server.sites.push(site!);
  });

  it('by an API token calls the site itself', async () => {
    const context = contextFor();
    expect(await connector.verify(context)).toEqual({
      externalId: expect.stringMatching(/\/rest\/api\/3\/user\?accountId=5b10a2844c20165700ede21g$/),
      displayName: 'sam@example.com',
    });
    expect(context.urls.map((url) => new URL(url).host)).toEqual(['northwind.atlassian.net']);
    expect(server.requests).toEqual([{ method: 'GET', path: '/rest/api/3/myself' }]);
  });

  it('by wrong credentials is refused', async () => {
    for (const wrong of [byToken('wrong'), byOAuth('wrong')]) {
      await expect(connector.verify(contextFor(wrong))).rejects.toMatchObject({ code: 'credentials_rejected' });
    }
    const list = { functionName: 'jira-get-all-projects', input: {} };
    expect(await connector.invoke(list, contextFor(byToken('wrong')))).toMatchObject({ status: 401 });
  });

  it('cannot be led away by the name of the site', async () => {
    const account = { ...byToken(), values: { site: 'evil.test/', username: 'a', password: 'b' } } as Credentials;
    await expect(connector.verify(contextFor(account))).rejects.toMatchObject({ code: 'credentials_rejected' });
  });

  it('asks for the consent that brings a refresh token', () => {
    expect(connector.auth[0]).toMatchObject({
      authorizationUrl: 'https://auth.atlassian.com/authorize',
      tokenUrl: 'https://auth.atlassian.com/oauth/token',
      authorizationParameters: { audience: 'api.atlassian.com', prompt: 'consent' },
      scopes: expect.arrayContaining(['read:jira-work', 'write:jira-work', 'read:jira-user', 'offline_access']),
    });
  });
});

describe('Jira issues', () => {
  const create = async (more: JsonObject = {}) => {
    const input = { project_key: 'ENG', issue_type_name: 'Bug', summary: 'It breaks', ...more };
    const created = await invoke('create-an-issue', input);
    expect(created).toMatchObject({ status: 201, output: { key: expect.stringMatching(/^ENG-\d+$/) } });
    return outputOf(created).key;
  };

  it('create, get, update, search, count and delete one', async () => {
    const description = paragraph('Every time');
    const issueIdOrKey = await create({ description, priority_name: 'High', customfield_10010: 3, labels: ['a'] });
    const fields = ['summary', 'priority', 'description', 'customfield_10010', 'issuetype'];
    expect(await invoke('get-an-issue', { issueIdOrKey, fields })).toMatchObject({
      output: {
        fields: { summary: 'It breaks', priority: { name: 'High' }, description, issuetype: { name: 'Bug' } },
        key: issueIdOrKey,
      },
    });
    expect(server.requests.at(-1)?.path).toMatch(/\?fields=summary,priority,description,customfield_10010,issuetype$/);
    const changes = { summary: 'It broke', update: { labels: [{ add: 'b' }] } };
    expect(await invoke('update-an-issue', { issueIdOrKey, ...changes })).toEqual({ status: 204, output: null });
    const jql = 'project = ENG AND summary ~ "broke"';
    expect(await invoke('search-issues', { jql, fields: ['summary', 'labels'] })).toEqual({
      status: 200,
      output: {
        issues: [expect.objectContaining({ key: issueIdOrKey, fields: { summary: 'It broke', labels: ['a', 'b'] } })],
        isLast: true,
      },
      nextPage: '',
    });
    expect(await invoke('count-issues', { jql })).toMatchObject({ output: { count: 1 } });
    expect(await invoke('delete-an-issue', { issueIdOrKey })).toMatchObject({ status: 204 });
    expect(await invoke('get-an-issue', { issueIdOrKey })).toMatchObject({
      status: 404,
      output: { errorMessages: ['Issue does not exist or you do not have permission to see it.'] },
    });
  });

  it('are found page by page until next_page is empty', async () => {
    const keys: unknown[] = [];
    let cursor: string | undefined;
    let calls = 0;
    do {
      const input = { jql: 'labels = seed ORDER BY key DESC', maxResults: 10 };
      const result = await invoke('search-issues', input, cursor);
      keys.push(...(outputOf(result).issues as JsonObject[]).map(({ key }) => key));
      cursor = result.nextPage;
      calls += 1;
    } while (cursor);
    expect([calls, cursor, new Set(keys).size]).toEqual([3, '', 25]);
    expect(keys[0]).toBe('ENG-25');
  });

  it('hand the refusals of the vendor on', async () => {
    const input = { project_key: 'ENG', issue_type_name: 'Bug', summary: '', priority_name: 'Odd' };
    expect(await invoke('create-an-issue', input)).toEqual({
      status: 400,
      output: {
        errorMessages: [],
        errors: {
          summary: 'You must specify a summary of the issue.',
          priority: 'The priority selected is invalid.',
        },
      },
    });
    expect(await invoke('search-issues', { jql: 'ORDER BY key' })).toMatchObject({
      status: 400,
      output: { errorMessages: [expect.stringContaining('Unbounded JQL')] },
    });
  });

  it('are assigned to somebody and to nobody', async () => {
    const issueIdOrKey = await create();
    for (const accountId of ['5b10ac8d82e05b22cc7d4ef5', null]) {
      expect(await invoke('assign-an-issue', { issueIdOrKey, accountId })).toMatchObject({ status: 204 });
      expect(await invoke('get-an-issue', { issueIdOrKey })).toMatchObject({
        output: { fields: { assignee: accountId === null ? null : { accountId } } },
      });
    }
  });

  it('make a transition, and keep it in their history', async () => {
    const issueIdOrKey = await create();
    expect(await invoke('transition-an-issue', { issueIdOrKey, transition_id: '31' })).toMatchObject({ status: 204 });
    const again = await invoke('transition-an-issue', { issueIdOrKey, transition_id: '31' });
    expect(again.status).toBe(400);
    const history = await invoke('get-issue-history', { issueIdOrKey });
    expect(history).toMatchObject({ output: { values: [{ items: [{ field: 'status', toString: 'Done' }] }] } });
    expect(history.nextPage).toBe('');
  });

  it('have comments', async () => {
    const issueIdOrKey = await create();
    const added = await invoke('add-a-comment', { issueIdOrKey, body: paragraph('First') });
    expect(added).toMatchObject({ status: 201, output: { body: paragraph('First') } });
    const { id } = outputOf(added);
    await invoke('update-a-comment', { issueIdOrKey, id, body: paragraph('Changed') });
    expect(await invoke('get-a-comment', { issueIdOrKey, id })).toMatchObject({
      output: { body: paragraph('Changed') },
    });
    await invoke('add-a-comment', { issueIdOrKey, body: paragraph('Second') });
    const first = await invoke('get-all-comments', { issueIdOrKey, orderBy: '-created', maxResults: 1 });
    expect(first).toMatchObject({ output: { comments: [{ body: paragraph('Second') }] }, nextPage: '1' });
    await invoke('delete-a-comment', { issueIdOrKey, id });
    expect(outputOf(await invoke('get-all-comments', { issueIdOrKey })).comments).toHaveLength(1);
    const asText = await invoke('add-a-comment', { issueIdOrKey, body: 'Only text' });
    expect(asText).toMatchObject({ status: 400, output: { errors: { comment: 'Comment body is not valid!' } } });
  });

  it('have worklogs and watchers', async () => {
    const issueIdOrKey = await create();
    const work = { timeSpentSeconds: 3600, started: '2026-01-31T09:30:00.000+0000', comment: paragraph('Dug') };
    const { id } = outputOf(await invoke('add-a-worklog', { issueIdOrKey, ...work, adjustEstimate: 'leave' }));
    expect(server.requests.at(-1)?.path).toMatch(/\/worklog\?adjustEstimate=leave$/);
    expect(await invoke('get-all-worklogs', { issueIdOrKey })).toMatchObject({
      output: { worklogs: [{ id, ...work }] },
    });
    expect(await invoke('delete-a-worklog', { issueIdOrKey, id })).toMatchObject({ status: 204 });

    const accountId = '5b10ac8d82e05b22cc7d4ef5';
    expect(await invoke('add-a-watcher', { issueIdOrKey, body: accountId })).toMatchObject({ status: 204 });
    expect(await invoke('get-all-watchers', { issueIdOrKey })).toMatchObject({ output: { watchers: [{ accountId }] } });
    await invoke('remove-a-watcher', { issueIdOrKey, accountId });
    expect(await invoke('get-all-watchers', { issueIdOrKey })).toMatchObject({ output: { watchCount: 0 } });
  });

  it('have attachments, whose bytes stay what they are', async () => {
    const issueIdOrKey = await create();
    const base64 = Buffer.from([0, 255, 10, 13]).toString('base64');
    const file = { base64, filename: 'dump.bin', content_type: 'application/octet-stream' };
    const added = await invoke('add-an-attachment', { issueIdOrKey, file });
    expect(added).toMatchObject({ status: 200, output: [{ filename: 'dump.bin', size: 4 }] });
    const { id } = (added.output as { id: string }[])[0]!;
    expect(await invoke('download-an-attachment', { id })).toMatchObject({ status: 200, output: { base64 } });
    expect(await invoke('get-an-attachment', { id })).toMatchObject({ output: { filename: 'dump.bin' } });
    expect(await invoke('delete-an-attachment', { id })).toMatchObject({ status: 204 });
  });

  it('are linked and parted', async () => {
    const pair = { inward_issue_key: await create(), outward_issue_key: await create() };
    expect(await invoke('link-two-issues', { type_name: 'Blocks', ...pair })).toMatchObject({ status: 201 });
    const linksOf = async () => {
      const issue = outputOf(await invoke('get-an-issue', { issueIdOrKey: pair.inward_issue_key }));
      return (issue.fields as { issuelinks: { id: string }[] }).issuelinks;
    };
    const links = await linksOf();
    expect(links).toMatchObject([{ type: { outward: 'blocks' }, outwardIssue: { key: pair.outward_issue_key } }]);
    await invoke('delete-an-issue-link', { linkId: links[0]!.id });
    expect(await linksOf()).toEqual([]);
  });
});
