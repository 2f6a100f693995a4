import { Hono, type Context } from 'hono';
import { typeOf, unlabelled, type RecordRef } from './associations.ts';
import { pageOf, pagingOf } from './record-store.ts';
import { invalid, notFound } from './refusals.ts';
import { bodies, firstProblem, memberQuery, readBody } from './schemas.ts';
import type { Store } from './seed.ts';

/** /crm/v4 */
export function associationRoutes(store: Store): Hono {
  const routes = new Hono();
  const { associations } = store;
  const pair = '/objects/:from/:id/associations/:to/:toId';

  routes.put('/objects/:from/:id/associations/default/:to/:toId', (context) => {
    const [from, to] = refsOf(context);
    if (!isThere(store, from) || !isThere(store, to)) return notFound(context);
    associations.add(from, to);
    const { category, typeId } = unlabelled(from.type, to.type);
    const result = {
      from: { id: from.id },
      to: { id: to.id },
      associationSpec: { associationCategory: category, associationTypeId: typeId },
    };
    return context.json({ status: 'COMPLETE', results: [result] });
  });
  routes.put(pair, async (context) => {
    const [from, to] = refsOf(context);
    if (!isThere(store, from) || !isThere(store, to)) return notFound(context);
    const read = await readBody(context, bodies.types);
    if ('problem' in read) return invalid(context, read.problem);
    const types = read.body.map((one) => typeOf(one.associationCategory, one.associationTypeId));
    associations.add(from, to, types);
    return context.json(
      { fromObjectId: Number(from.id), toObjectId: Number(to.id), labels: types.map(({ label }) => label) },
      201,
    );
  });
  routes.delete(pair, (context) => {
    associations.remove(...refsOf(context));
    return context.body(null, 204);
  });
  routes.get('/objects/:from/:id/associations/:to', (context) => {
    const [from, to] = refsOf(context);
    if (!isThere(store, from)) return notFound(context);
    const query = memberQuery.safeParse(context.req.query());
    if (!query.success) return invalid(context, firstProblem(query.error));
    const page = pageOf(associations.list(from, to.type), query.data.limit, query.data.after);
    return context.json({ results: page.results, ...pagingOf(page.after) });
  });
  routes.get('/associations/:from/:to/labels', (context) => {
    const { from, to } = context.req.param();
    return context.json({ results: [unlabelled(from, to), typeOf('HUBSPOT_DEFINED', 1)] });
  });
  return routes;
}

function refsOf(context: Context): [RecordRef, RecordRef] {
  const of = (name: string) => context.req.param(name) ?? '';
  return [
    { type: of('from'), id: of('id') },
    { type: of('to'), id: of('toId') },
  ];
}

function isThere(store: Store, { type, id }: RecordRef): boolean {
  return store.records.get(type)?.find(id) !== undefined;
}
