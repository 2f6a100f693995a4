import type { Context } from 'hono';
import type { Collection, Item, Page } from './collection.ts';
import { invalid } from './refusals.ts';
import { firstProblem, offsetQuery, searchQuery } from './schemas.ts';

/** A page of API v2, which names the cursor of the next. */
export function answerPage(context: Context, page: Page | undefined, dataOf: (page: Page) => unknown) {
  if (!page) return invalid(context, 'cursor: Field is not a valid cursor');
  return context.json({ success: true, data: dataOf(page), additional_data: { next_cursor: page.nextCursor } });
}

/** Searches names and titles. `shown` makes an item what is answered of it. */
export function search(context: Context, items: Collection, what: string, shown: (item: Item) => object = copyOf) {
  const query = searchQuery.safeParse(context.req.query(), { reportInput: true });
  if (!query.success) return invalid(context, firstProblem(query.error));
  const { limit, cursor } = query.data;
  const exact = query.data.exact_match === 'true' || query.data.exact_match === '1';
  const term = query.data.term.toLowerCase();
  if (!exact && term.length < 2) return invalid(context, 'term: Field must have at least 2 characters');
  const accepts = (item: Item) => {
    const text = String(item.name ?? item.title).toLowerCase();
    return item.is_deleted !== true && (exact ? text === term : text.includes(term));
  };
  return answerPage(context, items.page(limit, cursor, accepts), (page) => ({
    items: page.items.map((item) => ({ result_score: 0.3, item: { ...shown(item), type: what.toLowerCase() } })),
  }));
}

function copyOf(item: Item): object {
  return { ...item };
}

/** A page of API v1, which says where it starts and whether more follow. */
export function answerOffsetPage(context: Context, items: readonly object[]) {
  const query = offsetQuery.safeParse(context.req.query(), { reportInput: true });
  if (!query.success) return invalid(context, firstProblem(query.error));
  const { start, limit } = query.data;
  const end = start + limit;
  const more = end < items.length;
  const pagination = { start, limit, more_items_in_collection: more, ...(more ? { next_start: end } : {}) };
  return context.json({ success: true, data: items.slice(start, end), additional_data: { pagination } });
}
