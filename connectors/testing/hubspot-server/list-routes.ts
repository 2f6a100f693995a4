import { Hono, type Context } from 'hono';
import { pageOf, pagingOf } from './record-store.ts';
import { invalid, notFound } from './refusals.ts';
import { bodies, firstProblem, memberQuery, readBody } from './schemas.ts';
import { listOf, type CrmList, type Store } from './seed.ts';

/** /crm/v3/lists */
export function listRoutes(store: Store): Hono {
  const routes = new Hono();
  const find = (context: Context) => store.lists.find((list) => list.listId === context.req.param('id'));

  routes.post('/search', async (context) => {
    const read = await readBody(context, bodies.listSearch);
    if ('problem' in read) return invalid(context, read.problem);
    const { query, processingTypes, objectTypeId, count, offset } = read.body;
    const found = store.lists.filter(
      (list) =>
        list.name.toLowerCase().includes(query.toLowerCase()) &&
        (processingTypes?.includes(list.processingType) ?? true) &&
        (objectTypeId === undefined || objectTypeId === list.objectTypeId),
    );
    const lists = found.slice(offset, offset + count);
    const end = offset + lists.length;
    return context.json({ lists: lists.map(shown), offset: end, hasMore: end < found.length, total: found.length });
  });
  routes.post('/', async (context) => {
    const read = await readBody(context, bodies.list);
    if ('problem' in read) return invalid(context, read.problem);
    const { name, objectTypeId, processingType } = read.body;
    if (store.lists.some((list) => list.name === name))
      return invalid(context, `List with name ${name} already exists`);
    const list = listOf(store, name, objectTypeId, processingType);
    store.lists.push(list);
    return context.json({ list: shown(list) });
  });
  routes.get('/:id', (context) => {
    const list = find(context);
    return list ? context.json({ list: shown(list) }) : notFound(context);
  });
  routes.get('/:id/memberships', (context) => {
    const list = find(context);
    if (!list) return notFound(context);
    const query = memberQuery.safeParse(context.req.query());
    if (!query.success) return invalid(context, firstProblem(query.error));
    const page = pageOf([...list.members], query.data.limit, query.data.after);
    return context.json({ results: page.results.map((recordId) => ({ recordId })), ...pagingOf(page.after) });
  });
  routes.put('/:id/memberships/:verb{add|remove}', async (context) => {
    const list = find(context);
    if (!list) return notFound(context);
    const read = await readBody(context, bodies.ids);
    if ('problem' in read) return invalid(context, read.problem);
    const isAdding = context.req.param('verb') === 'add';
    const known = read.body.filter((id) => store.records.get('contacts')!.find(id));
    const changed = known.filter((id) => list.members.has(id) !== isAdding);
    for (const id of changed) {
      if (isAdding) list.members.add(id);
      else list.members.delete(id);
    }
    const recordIdsMissing = read.body.filter((id) => !known.includes(id));
    const [recordsIdsAdded, recordIdsRemoved] = isAdding ? [changed, []] : [[], changed];
    return context.json({ recordsIdsAdded, recordIdsRemoved, recordIdsMissing });
  });
  return routes;
}

function shown({ members, ...list }: CrmList) {
  return { ...list, additionalProperties: { hs_list_size: String(members.size) } };
}
