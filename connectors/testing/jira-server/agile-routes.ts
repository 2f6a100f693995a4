import { Hono, type Context } from 'hono';
import * as z from 'zod';
import { jsonOf } from './issue-routes.ts';
import { findIssues, readJql } from './jql.ts';
import { pageOf, shownIssue } from './pages.ts';
import { invalid, notFound, refused } from './refusals.ts';
import { boards } from './seed.ts';
import type { Issue, Store } from './store.ts';

const moved = z.object({ issues: z.array(z.string()).min(1).max(50) });

/** /rest/agile/1.0 */
export function agileRoutes(store: Store): Hono {
  const routes = new Hono();
  const boardOf = (context: Context) => boards.find(({ id }) => id === Number(context.req.param('board')));
  const sprintOf = (context: Context) => store.sprints.find(({ id }) => id === Number(context.req.param('sprint')));

  routes.get('/board', (context) => {
    const { name = '', projectKeyOrId } = context.req.query();
    const found = boards.filter((board) => board.name.toLowerCase().includes(name.toLowerCase()));
    return pageOf(
      context,
      'values',
      found.filter(({ project }) => !projectKeyOrId || project === projectKeyOrId),
    );
  });
  for (const [path, isShown] of [
    ['issue', () => true],
    ['backlog', (issue: Issue) => issue.sprintId === undefined],
  ] as const) {
    routes.get(`/board/:board/${path}`, (context) => {
      const board = boardOf(context);
      if (!board) return notFound(context);
      return issuePage(context, store.issues.filter(({ key }) => key.startsWith(`${board.project}-`)).filter(isShown));
    });
  }
  routes.get('/board/:board/sprint', (context) => {
    const board = boardOf(context);
    if (!board) return notFound(context);
    if (board.type !== 'scrum') return refused(context, 400, ['The board does not support sprints']);
    const states = context.req.query('state')?.split(',');
    const found = store.sprints.filter(({ originBoardId }) => originBoardId === board.id);
    return pageOf(
      context,
      'values',
      found.filter(({ state }) => states?.includes(state) ?? true),
    );
  });
  routes.post('/sprint', async (context) => {
    const { name, originBoardId, ...rest } = await jsonOf(context);
    if (typeof name !== 'string') return invalid(context, { name: 'The sprint name must be given' });
    if (!boards.some(({ id }) => id === originBoardId)) return invalid(context, { originBoardId: 'Board not found' });
    const sprint = {
      ...rest,
      id: store.sprints.length + 1,
      name,
      state: 'future',
      originBoardId: Number(originBoardId),
    };
    store.sprints.push(sprint);
    return context.json(sprint, 201);
  });
  routes.get('/sprint/:sprint', (context) => {
    const sprint = sprintOf(context);
    return sprint ? context.json(sprint) : notFound(context);
  });
  routes.post('/sprint/:sprint', async (context) => {
    const sprint = sprintOf(context);
    return sprint ? context.json(Object.assign(sprint, await jsonOf(context))) : notFound(context);
  });
  routes.get('/sprint/:sprint/issue', (context) => {
    const sprint = sprintOf(context);
    return sprint
      ? issuePage(
          context,
          store.issues.filter(({ sprintId }) => sprintId === sprint.id),
        )
      : notFound(context);
  });
  routes.post('/sprint/:sprint/issue', async (context) => {
    const sprint = sprintOf(context);
    return sprint ? move(context, store, sprint.id) : notFound(context);
  });
  routes.post('/backlog/issue', (context) => move(context, store, undefined));
  return routes;
}

function issuePage(context: Context, issues: Issue[]) {
  const query = readJql(context.req.query('jql') ?? '');
  if (!query) return refused(context, 400, ['Error in the JQL Query']);
  const { origin } = new URL(context.req.url);
  const asked = context.req.query('fields')?.split(',');
  return pageOf(
    context,
    'issues',
    findIssues(issues, query).map((issue) => shownIssue(issue, origin, asked)),
  );
}

async function move(context: Context, store: Store, sprintId: number | undefined) {
  const body = moved.safeParse(await jsonOf(context));
  const issues = body.data?.issues.map((key) => store.find(key)) ?? [];
  if (!body.success || issues.includes(undefined)) return refused(context, 400, ['Issues do not exist.']);
  for (const issue of issues) if (issue) issue.sprintId = sprintId;
  return context.body(null, 204);
}
