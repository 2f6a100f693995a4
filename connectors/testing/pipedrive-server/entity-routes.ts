import { Hono, type Context } from 'hono';
import type { Collection, Item } from './collection.ts';
import { answerPage, search } from './pages.ts';
import { jsonOf, now } from './requests.ts';
import { invalid, notFound } from './refusals.ts';
import { firstProblem, listQuery, type Bodies } from './schemas.ts';

const FILTERS = [
  'owner_id',
  'org_id',
  'person_id',
  'deal_id',
  'lead_id',
  'pipeline_id',
  'stage_id',
  'status',
  'done',
] as const;

export interface Entity {
  /** As in "Person not found" */
  what: string;
  bodies: Bodies;
  items: Collection;
  /** An item as the vendor answers it, with what it fills in */
  complete: (fields: Record<string, unknown>, now: string) => Record<string, unknown>;
  searchable: boolean;
}

/** List, get, add, change, delete and search items of one kind: /api/v2/persons and its like. */
export function entityRoutes({ what, bodies, items, complete, searchable }: Entity): Hono {
  const routes = new Hono();
  routes.get('/', (context) => list(context, items));
  if (searchable) routes.get('/search', (context) => search(context, items, what));
  routes.get('/:id{[0-9]+}', (context) => {
    const item = itemOf(context, items);
    return item ? context.json({ success: true, data: item }) : notFound(context, what);
  });
  routes.post('/', async (context) => {
    const parsed = bodies.added.safeParse(await jsonOf(context), { reportInput: true });
    if (!parsed.success) return invalid(context, firstProblem(parsed.error));
    return context.json({ success: true, data: items.add(complete(parsed.data, now())) });
  });
  routes.patch('/:id{[0-9]+}', async (context) => {
    const item = itemOf(context, items);
    if (!item) return notFound(context, what);
    const parsed = bodies.changed.safeParse(await jsonOf(context), { reportInput: true });
    if (!parsed.success) return invalid(context, firstProblem(parsed.error));
    Object.assign(item, parsed.data, { update_time: now() });
    return context.json({ success: true, data: item });
  });
  routes.delete('/:id{[0-9]+}', (context) => {
    const item = itemOf(context, items);
    if (!item || item.is_deleted === true) return notFound(context, what);
    item.is_deleted = true;
    return context.json({ success: true, data: { id: item.id } });
  });
  return routes;
}

function itemOf(context: Context, items: Collection): Item | undefined {
  return items.find(Number(context.req.param('id')));
}

/** GET of a collection, with the filters that the request names. Deleted items are not listed. */
function list(context: Context, items: Collection) {
  const query = listQuery.safeParse(context.req.query(), { reportInput: true });
  if (!query.success) return invalid(context, firstProblem(query.error));
  const ids = query.data.ids?.split(',').map(Number);
  const accepts = (item: Item) =>
    item.is_deleted !== true &&
    (ids?.includes(item.id) ?? true) &&
    FILTERS.every((name) => query.data[name] === undefined || item[name] === query.data[name]);
  return answerPage(context, items.page(query.data.limit, query.data.cursor, accepts), (page) => page.items);
}
