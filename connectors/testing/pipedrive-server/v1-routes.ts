import { Hono } from 'hono';
import { leadRoutes } from './lead-routes.ts';
import { noteRoutes } from './note-routes.ts';
import { invalidV1, notFoundV1 } from './refusals.ts';
import type { Store } from './seed.ts';

/** What the vendor has in API v1 alone. */
export function v1Routes(store: Store): Hono {
  const routes = new Hono();
  routes.get('/users/me', (context) => context.json({ success: true, data: currentUser(store.users[0]) }));
  routes.get('/users/find', (context) => {
    const { term = '', search_by_email } = context.req.query();
    if (term === '') return invalidV1(context, 'term is required');
    const texts = (user: Store['users'][number]) =>
      search_by_email === '1' ? user.email : `${user.name} ${user.email}`;
    const found = store.users.filter((user) => texts(user).toLowerCase().includes(term.toLowerCase()));
    return context.json({ success: true, data: found });
  });
  routes.get('/users/:id{[0-9]+}', (context) => {
    const user = store.users.find(({ id }) => id === Number(context.req.param('id')));
    return user ? context.json({ success: true, data: user }) : notFoundV1(context, 'User');
  });
  routes.get('/users', (context) => context.json({ success: true, data: store.users }));
  routes.get('/activityTypes', (context) => context.json({ success: true, data: store.activityTypes }));
  routes.get('/leadLabels', (context) => context.json({ success: true, data: store.leadLabels }));
  routes.route('/notes', noteRoutes(store.notes));
  routes.route('/leads', leadRoutes(store.leads));
  return routes;
}

function currentUser(user: object | undefined) {
  return { ...user, company_id: 42, company_name: 'Northwind Sales', company_domain: 'northwind' };
}
