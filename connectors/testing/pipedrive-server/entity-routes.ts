import { Hono, type Context } from 'hono';
import type * as z from 'zod';
import type { Collection, Item, Page } from './collection.ts';
import { invalid, notFound } from './refusals.ts';
import { bodies, firstProblem, listQuery, searchQuery } from './schemas.ts';

const FILTERS = ['owner_id', 'org_id', 'person_id', 'pipeline_id', 'stage_id', 'status'] as const;

/** List, get, add, change and search items of one kind: /api/v2/persons and its like. */
export function entityRoutes(
  kind: keyof typeof bodies,
  what: string,
  items: Collection,
  complete: (fields: Record<string, unknown>, now: string) => Record<string, unknown>,
): Hono {
  const routes = new Hono();
  routes.get('/', (context) => list(context, items));
  routes.get('/search', (context) => search(context, items, what));
  routes.get('/:id{[0-9]+}', (context) => {
    const item = items.find(Number(context.req.param('id')));
    return item ? context.json({ success: true, data: item }) : notFound(context, what);
  });
  routes.post('/', async (context) => {
    const parsed = bodies[kind].added.safeParse(await jsonOf(context), { reportInput: true });
    if (!parsed.success) return invalid(context, firstProblem(parsed.error));
    return context.json({ success: true, data: items.add(complete(parsed.data, now())) });
  });
  routes.patch('/:id{[0-9]+}', async (context) => {
    const item = items.find(Number(context.req.param('id')));
    if (!item) return notFound(context, what);
    const parsed = bodies[kind].changed.safeParse(await jsonOf(context), { reportInput: true });
    if (!parsed.success) return invalid(context, firstProblem(parsed.error));
    Object.assign(item, parsed.data, { update_time: now() });
    return context.json({ success: true, data: item });
  });
  return routes;
}

/** GET of a collection, with the filters that the request names. */
export function list(context: Context, items: Collection) {
  const query = listQuery.safeParse(context.req.query(), { reportInput: true });
  if (!query.success) return invalid(context, firstProblem(query.error));
  const ids = query.data.ids?.split(',').map(Number);
  const accepts = (item: Item) =>
    (ids?.includes(item.id) ?? true) &&
    FILTERS.every((name) => query.data[name] === undefined || item[name] === query.data[name]);
  return answerPage(context, items.page(query.data.limit, query.data.cursor, accepts), (page) => page.items);
}

function search(context: Context, items: Collection, what: string) {
  const query = searchQuery.safeParse(context.req.query(), { reportInput: true });
  if (!query.success) return invalid(context, firstProblem(query.error));
  const { limit, cursor } = query.data;
  const exact = query.data.exact_match === 'true' || query.data.exact_match === '1';
  const term = query.data.term.toLowerCase();
  if (!exact && term.length < 2) return invalid(context, 'term: Field must have at least 2 characters');
  const accepts = (item: Item) => {
    const text = String(item.name ?? item.title).toLowerCase();
    return exact ? text === term : text.includes(term);
  };
  return answerPage(context, items.page(limit, cursor, accepts), (page) => ({
    items: page.items.map((item) => ({ result_score: 0.3, item: { ...item, type: what.toLowerCase() } })),
  }));
}

function answerPage(context: Context, page: Page | undefined, dataOf: (page: Page) => unknown) {
  if (!page) return invalid(context, 'cursor: Field is not a valid cursor');
  return context.json({ success: true, data: dataOf(page), additional_data: { next_cursor: page.nextCursor } });
}

async function jsonOf(context: Context): Promise<z.core.util.JSONType | undefined> {
  if (!context.req.header('content-type')?.startsWith('application/json')) return undefined;
  return context.req.json<z.core.util.JSONType>().catch(() => undefined);
}

/** The vendor's times have whole seconds. */
function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}
