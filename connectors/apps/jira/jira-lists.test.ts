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

const contextFor = () => {
  const values = { site: 'northwind', username: server.email, password: server.token };
  const credentials: Credentials = { scheme: 'basic', type: 'basic', values };
  return redirectedContext(credentials, { 'northwind.atlassian.net': server.origin });
};
const invoke = (name: string, input: JsonObject = {}, cursor?: string) =>
  connector.invoke({ functionName: `jira-${name}`, input, cursor }, contextFor());
const outputOf = (result: InvokeResult) => result.output as JsonObject & { id: string };

describe('Jira projects, users and boards', () => {
  it('list what issues are made of', async () => {
    const first = await invoke('get-all-projects', { maxResults: 1, orderBy: 'key' });
    expect(first).toMatchObject({
      output: { values: [{ key: 'ENG' }] },
      nextPage: expect.stringContaining('startAt=1'),
    });
    const second = await invoke('get-all-projects', { maxResults: 1 }, first.nextPage);
    expect(second).toMatchObject({ output: { values: [{ key: 'OPS' }] }, nextPage: '' });
    expect(await invoke('get-a-project', { projectIdOrKey: 'ENG' })).toMatchObject({ output: { name: 'Engineering' } });
    const project = { projectIdOrKey: 'ENG' };
    for (const [name, input, expected] of [
      ['get-all-project-statuses', project, [{ name: 'Task', statuses: [{ name: 'To Do' }, {}, {}] }, {}, {}]],
      ['get-all-project-components', project, { values: [{ name: 'Backend' }] }],
      ['get-all-project-versions', project, { values: [{ name: '2.1' }] }],
      ['get-all-issue-types', {}, [{ name: 'Task' }, {}, {}]],
      ['get-all-issue-type-fields', { ...project, issueTypeId: '10101' }, { fields: expect.any(Array) }],
      ['get-all-statuses', {}, [{ name: 'To Do' }, {}, {}]],
      ['get-all-labels', {}, { values: expect.arrayContaining(['seed']) }],
      ['get-all-fields', {}, expect.arrayContaining([expect.objectContaining({ id: 'customfield_10010' })])],
    ] as const) {
      expect(await invoke(name, input), name).toMatchObject({ status: 200, output: expected });
    }
  });

  it('list and search users', async () => {
    const first = await invoke('get-all-users', { maxResults: 1 });
    expect(first).toMatchObject({ output: [{ displayName: 'Sam Solver' }], nextPage: '1' });
    expect(await invoke('search-users', { query: 'pia' })).toMatchObject({ output: [{ displayName: 'Pia Planner' }] });
    const { accountId } = (first.output as { accountId: string }[])[0]!;
    expect(await invoke('get-a-user', { accountId })).toMatchObject({ output: { displayName: 'Sam Solver' } });
    expect(await invoke('get-all-assignable-users', { project: 'ENG' })).toMatchObject({ output: [{}, {}] });
  });

  it('read boards and fill sprints', async () => {
    expect(await invoke('get-all-boards', { type: ['scrum', 'kanban'] })).toMatchObject({ output: { total: 2 } });
    expect(server.requests[0]?.path).toBe('/rest/agile/1.0/board?type=scrum,kanban');
    const sprint = { name: 'Sprint 2', originBoardId: 1, goal: 'Ship' };
    const sprintId = outputOf(await invoke('create-a-sprint', sprint)).id;
    const moved = { sprintId, issues: ['ENG-6', 'ENG-7'] };
    expect(await invoke('move-issues-to-a-sprint', moved)).toMatchObject({ status: 204 });
    expect(await invoke('get-all-sprint-issues', { sprintId, jql: 'key = ENG-6', fields: ['summary'] })).toMatchObject({
      output: { issues: [{ key: 'ENG-6', fields: { summary: 'Thing 6' } }] },
    });
    await invoke('move-issues-to-the-backlog', { issues: ['ENG-6'] });
    expect(await invoke('get-all-sprint-issues', { sprintId })).toMatchObject({ output: { total: 1 } });
    const dates = { startDate: '2026-02-01T00:00:00Z', endDate: '2026-02-14T00:00:00Z' };
    await invoke('update-a-sprint', { sprintId, state: 'active', ...dates });
    expect(await invoke('get-a-sprint', { sprintId })).toMatchObject({
      output: { ...sprint, ...dates, state: 'active' },
    });
    const sprints = await invoke('get-all-sprints', { boardId: 1, state: ['active'] });
    expect(sprints).toMatchObject({ output: { values: [{ id: 1 }, { id: sprintId }] } });
    const backlog = outputOf(await invoke('get-all-backlog-issues', { boardId: 1 })).issues as JsonObject[];
    expect(backlog.map(({ key }) => key)).toEqual(expect.arrayContaining(['ENG-6', 'ENG-25']));
    expect(backlog.map(({ key }) => key)).not.toContain('ENG-7');
  });
});

describe('Jira dropdowns', () => {
  const options = async (functionName: string, parameter: string, input: JsonObject = {}, search?: string) => {
    const request = { functionName: `jira-${functionName}`, parameter, input, search };
    return (await connector.options(request, contextFor())).options;
  };

  it('list projects, and what depends on the project', async () => {
    expect(await options('create-an-issue', 'project_key', {}, 'oper')).toEqual([
      { value: 'OPS', title: 'Operations' },
    ]);
    const types = await options('create-an-issue', 'issue_type_name', { project_key: 'ENG' });
    expect(types[0]).toEqual({ value: 'Task', title: 'Task' });
    const assignee = await options('create-an-issue', 'assignee_id', { project_key: 'ENG' }, 'pia');
    expect(assignee).toEqual([{ value: '5b10ac8d82e05b22cc7d4ef5', title: 'Pia Planner' }]);
    expect(await options('create-an-issue', 'priority_name')).toContainEqual({ value: 'High', title: 'High' });
  });

  it('list what an issue allows', async () => {
    expect(await options('transition-an-issue', 'transition_id', { issueIdOrKey: 'ENG-3' })).toEqual([
      { value: '21', title: 'In Progress' },
      { value: '31', title: 'Done' },
    ]);
    expect(await options('assign-an-issue', 'accountId', { issueIdOrKey: 'ENG-3' })).toHaveLength(2);
  });

  it('list boards and link types', async () => {
    expect(await options('get-all-sprints', 'boardId', {}, 'ops')).toEqual([{ value: 2, title: 'OPS board' }]);
    expect(await options('link-two-issues', 'type_name')).toContainEqual({ value: 'Blocks', title: 'Blocks' });
  });
});
