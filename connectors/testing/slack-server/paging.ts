import { SlackError } from './slack-error.ts';

/** The vendor gives fewer items than were asked for whenever it likes; this one always does. */
const MOST_ITEMS = 3;
const DEFAULT_LIMIT = 100;

/** A page of items, and the `next_cursor` of the vendor's `response_metadata`: empty at the end. */
export function pageOf<Item>(
  items: readonly Item[],
  kind: string,
  { limit, cursor }: Readonly<Record<string, string>>,
): { page: Item[]; next: string } {
  const wanted = limit === undefined ? DEFAULT_LIMIT : Number(limit);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 1_000) throw new SlackError('invalid_limit');
  const from = cursor ? readCursor(cursor, kind) : 0;
  const to = from + Math.min(wanted, MOST_ITEMS);
  return { page: items.slice(from, to), next: to < items.length ? btoa(`${kind}:${to}`) : '' };
}

/** The vendor's cursors are Base64 of a kind and an id; they are opaque to callers. */
function readCursor(cursor: string, kind: string): number {
  const [of, position] = Buffer.from(cursor, 'base64').toString().split(':');
  if (of !== kind || !/^\d+$/.test(position ?? '')) throw new SlackError('invalid_cursor');
  return Number(position);
}
