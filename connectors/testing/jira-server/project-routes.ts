import { Hono, type Context } from 'hono';
import { arrayPage, pageBean, pageOf } from './pages.ts';
import { notFound, refused } from './refusals.ts';
import { fields, issueTypes, me, priorities, projects, statuses, users } from './seed.ts';
import type { Store } from './store.ts';

/** What issues are made of: projects, types, priorities, statuses, fields, labels, users. */
export function projectRoutes(store: Store): Hono {
  const routes = new Hono();
  const find = (context: Context) => {
    const wanted = context.req.param('project');
    return projects.find(({ id, key }) => id === wanted || key === wanted);
  };
  const ofProject = (answer: (context: Context) => Response) => (context: Context) =>
    find(context)
      ? answer(context)
      : refused(context, 404, [`No project could be found with key '${context.req.param('project')}'.`]);

  routes.get('/project/search', (context) => {
    const query = context.req.query('query')?.toLowerCase() ?? '';
    return pageBean(
      context,
      projects.filter(({ key, name }) => `${key} ${name}`.toLowerCase().includes(query)),
    );
  });
  routes.get(
    '/project/:project',
    ofProject((context) => context.json(find(context))),
  );
  routes.get(
    '/project/:project/statuses',
    ofProject((context) => {
      return context.json(issueTypes.map((type) => ({ ...type, statuses })));
    }),
  );
  routes.get(
    '/project/:project/component',
    ofProject((context) => pageBean(context, [{ id: '1', name: 'Backend' }])),
  );
  routes.get(
    '/project/:project/version',
    ofProject((context) => pageBean(context, [{ id: '1', name: '2.1' }])),
  );
  routes.get(
    '/issue/createmeta/:project/issuetypes',
    ofProject((context) => pageOf(context, 'issueTypes', issueTypes)),
  );
  routes.get(
    '/issue/createmeta/:project/issuetypes/:type',
    ofProject((context) => {
      const isThere = issueTypes.some(({ id }) => id === context.req.param('type'));
      return isThere ? pageOf(context, 'fields', fields) : notFound(context);
    }),
  );
  routes.get('/issuetype', (context) => context.json(issueTypes));
  routes.get('/priority/search', (context) => pageBean(context, priorities));
  routes.get('/status', (context) => context.json(statuses));
  routes.get('/field', (context) => context.json(fields));
  routes.get('/label', (context) => {
    const labels = store.issues.flatMap((issue) => [issue.fields.labels].flat());
    return pageBean(context, [...new Set(labels)]);
  });
  addUsers(routes);
  return routes;
}

function addUsers(routes: Hono): void {
  const matching = (query = '') => {
    const start = query.toLowerCase();
    return users.filter((user) =>
      `${user.displayName} ${user.emailAddress}`
        .toLowerCase()
        .split(' ')
        .some((word) => word.startsWith(start)),
    );
  };
  routes.get('/myself', (context) => {
    const self = `${new URL(context.req.url).href.replace(/myself$/, 'user')}?accountId=${me.accountId}`;
    return context.json({ self, ...me });
  });
  routes.get('/users/search', (context) => arrayPage(context, users));
  routes.get('/user/search', (context) => {
    const query = context.req.query('query');
    return query === undefined
      ? refused(context, 400, ['The query parameter is missing.'])
      : arrayPage(context, matching(query));
  });
  routes.get('/user/assignable/search', (context) => {
    const { project, issueKey, query } = context.req.query();
    if (!project && !issueKey) return refused(context, 400, ['Either project or issueKey must be given.']);
    return arrayPage(context, matching(query));
  });
  routes.get('/user', (context) => {
    const user = users.find(({ accountId }) => accountId === context.req.query('accountId'));
    return user ? context.json(user) : refused(context, 404, ['Specified user does not exist.']);
  });
}
