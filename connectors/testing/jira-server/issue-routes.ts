import { Hono, type Context } from 'hono';
import * as z from 'zod';
import { checkFields } from './check-fields.ts';
import { findIssues, readJql } from './jql.ts';
import { pageBean, shownIssue } from './pages.ts';
import { invalid, noSuchIssue, refused } from './refusals.ts';
import { issueFields, me, transitions, users } from './seed.ts';
import type { Issue, Store } from './store.ts';

const object = z.record(z.string(), z.unknown());
const searchBody = z.strictObject({
  jql: z.string(),
  fields: z.array(z.string()).optional(),
  maxResults: z.int().positive().default(50),
  nextPageToken: z.string().optional(),
  expand: z.string().optional(),
  reconcileIssues: z.array(z.int()).optional(),
});
const labelChanges = z.array(z.union([z.strictObject({ add: z.string() }), z.strictObject({ remove: z.string() })]));

type Handler = (context: Context, issue: Issue) => Response | Promise<Response>;

/** Runs `handle` with the issue that the path names. */
export function withIssue(store: Store, handle: Handler) {
  return (context: Context) => {
    const issue = store.find(context.req.param('issue') ?? '');
    return issue ? handle(context, issue) : noSuchIssue(context);
  };
}

export async function jsonOf(context: Context): Promise<Record<string, unknown>> {
  return object.catch({}).parse(await context.req.json().catch(() => ({})));
}

/** Issues, their search and their transitions. */
export function issueRoutes(store: Store): Hono {
  const routes = new Hono();
  const originOf = (context: Context) => new URL(context.req.url).origin;
  routes.post('/issue', async (context) => {
    const checked = checkFields(object.catch({}).parse((await jsonOf(context)).fields), true);
    if ('errors' in checked) return invalid(context, checked.errors);
    const { key: project } = z.object({ key: z.string() }).parse(checked.fields.project);
    const { id, key } = store.addIssue(project, issueFields(project, checked.fields));
    return context.json({ id, key, self: `${originOf(context)}/rest/api/3/issue/${id}` }, 201);
  });
  routes.post('/search/jql', async (context) => {
    const body = searchBody.safeParse(await jsonOf(context));
    if (!body.success)
      return refused(context, 400, ['Invalid request payload. Refer to the REST API documentation and try again.']);
    const found = search(context, store, body.data.jql);
    if (found instanceof Response) return found;
    const start = Number(Buffer.from(body.data.nextPageToken ?? '', 'base64url').toString() || 0);
    const issues = found.slice(start, start + body.data.maxResults);
    const end = start + issues.length;
    const isLast = end >= found.length;
    const asked = body.data.fields ?? [];
    return context.json({
      issues: issues.map((issue) => shownIssue(issue, originOf(context), asked)),
      ...(isLast ? {} : { nextPageToken: Buffer.from(String(end)).toString('base64url') }),
      isLast,
    });
  });
  routes.post('/search/approximate-count', async (context) => {
    const found = search(context, store, String((await jsonOf(context)).jql));
    return found instanceof Response ? found : context.json({ count: found.length });
  });
  routes.get(
    '/issue/:issue',
    withIssue(store, (context, issue) => {
      return context.json(shownIssue(issue, originOf(context), context.req.query('fields')?.split(',')));
    }),
  );
  routes.put(
    '/issue/:issue',
    withIssue(store, async (context, issue) => {
      const body = await jsonOf(context);
      const checked = checkFields(object.catch({}).parse(body.fields), false);
      if ('errors' in checked) return invalid(context, checked.errors);
      Object.assign(issue.fields, checked.fields);
      for (const change of labelChanges.catch([]).parse(object.catch({}).parse(body.update).labels)) {
        const labels = z.array(z.string()).parse(issue.fields.labels);
        issue.fields.labels =
          'add' in change ? [...labels, change.add] : labels.filter((label) => label !== change.remove);
      }
      return context.body(null, 204);
    }),
  );
  routes.delete(
    '/issue/:issue',
    withIssue(store, (context, issue) => {
      store.issues.splice(store.issues.indexOf(issue), 1);
      return context.body(null, 204);
    }),
  );
  routes.put(
    '/issue/:issue/assignee',
    withIssue(store, async (context, issue) => {
      const { accountId } = await jsonOf(context);
      const user = accountId === '-1' ? me : users.find((one) => one.accountId === accountId);
      if (!user && accountId !== null)
        return invalid(context, { assignee: `User '${String(accountId)}' does not exist.` });
      issue.fields.assignee = user ?? null;
      return context.body(null, 204);
    }),
  );
  routes.get(
    '/issue/:issue/changelog',
    withIssue(store, (context, issue) => pageBean(context, issue.history)),
  );
  routes.get(
    '/issue/:issue/transitions',
    withIssue(store, (context, issue) => {
      return context.json({ transitions: transitions.filter(({ to }) => to !== issue.fields.status) });
    }),
  );
  routes.post(
    '/issue/:issue/transitions',
    withIssue(store, async (context, issue) => {
      const { id } = z
        .object({ id: z.string() })
        .catch({ id: '' })
        .parse((await jsonOf(context)).transition);
      const from = z.object({ name: z.string() }).parse(issue.fields.status);
      const transition = transitions.find((one) => one.id === id && one.to !== issue.fields.status);
      if (!transition)
        return refused(context, 400, [
          'It seems that you have tried to perform a workflow operation that is not valid for the current state of this issue.',
        ]);
      issue.fields.status = transition.to;
      const items = [{ field: 'status', fromString: from.name, toString: transition.to.name }];
      issue.history.push({ id: store.nextId(), items });
      return context.body(null, 204);
    }),
  );
  return routes;
}

function search(context: Context, store: Store, jql: string): Issue[] | Response {
  const query = readJql(jql);
  if (!query) return refused(context, 400, [`Error in the JQL Query: '${jql}' could not be read.`]);
  if (query.isBounded) return findIssues(store.issues, query);
  return refused(context, 400, [
    'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
  ]);
}
