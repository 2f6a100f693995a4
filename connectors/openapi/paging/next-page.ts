import type { Json } from '#connectors/kit/json.ts';
import type { Pagination } from '../app-file.ts';
import { valueAt } from '../document/json-pointer.ts';
import type { Reply } from '../reply/read-reply.ts';
import { linkTarget } from './link-header.ts';

/**
 * The cursor of the page after this reply; empty at the end. `cursor` is the one that asked for this reply,
 * `credentialNames` are query parameters that hold credentials and so must not come out in a cursor.
 */
export function nextPage(
  pagination: Pagination,
  reply: Reply,
  cursor: string | undefined,
  credentialNames: readonly string[],
): string {
  const next =
    pagination.kind === 'link' ? nextQuery(pagination, reply, credentialNames) : following(pagination, reply, cursor);
  // A vendor that hands out the same cursor for ever would keep its caller asking for ever.
  return next === cursor ? '' : next;
}

type Linked = Extract<Pagination, { kind: 'link' }>;
type Followed = Exclude<Pagination, { kind: 'link' }>;

function following(pagination: Followed, reply: Reply, cursor: string | undefined): string {
  if (pagination.more !== undefined && !isTrue(valueAt(reply.output, pagination.more))) return '';
  if (pagination.kind === 'cursor') {
    const holder = pagination.items === undefined ? reply.output : itemsAt(reply, pagination.items).at(-1);
    return markerText(valueAt(holder, pagination.next));
  }
  const count = itemsAt(reply, pagination.items).length;
  if (count === 0) return '';
  if (pagination.kind === 'page') return String(Number(cursor ?? pagination.first) + 1);
  return String(Number(cursor ?? 0) + count);
}

function itemsAt(reply: Reply, pointer: string): Json[] {
  const items = valueAt(reply.output, pointer);
  return Array.isArray(items) ? items : [];
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 'true' || (typeof value === 'number' && value > 0);
}

function markerText(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Only the query of the next page's URL is taken: a reply cannot send the credentials elsewhere. */
function nextQuery({ next, more }: Linked, reply: Reply, credentialNames: readonly string[]): string {
  const found = next === undefined ? linkTarget(reply.headers.get('link'), 'next', more) : valueAt(reply.output, next);
  const url = typeof found === 'string' ? URL.parse(found, reply.url) : null;
  if (!url) return '';
  for (const name of credentialNames) url.searchParams.delete(name);
  return url.searchParams.toString();
}
