import type { Json, JsonObject } from '#connectors/kit/json.ts';
import type { Pagination } from '../openapi/app-file.ts';
import { nextPage } from '../openapi/paging/next-page.ts';
import { invalidArgument } from '../openapi/request/invalid-argument.ts';

/** The input of a call with the cursor in the action's own property. */
export function inputWithCursor(
  pagination: Pagination | undefined,
  input: JsonObject,
  cursor: string | undefined,
): JsonObject {
  if (!cursor || !pagination || pagination.kind === 'link') return input;
  if (pagination.kind === 'cursor') return { ...input, [pagination.parameter]: cursor };
  if (!/^\d{1,15}$/.test(cursor)) throw invalidArgument('next_page', 'must be the next_page of the call before');
  return { ...input, [pagination.parameter]: Number(cursor) };
}

/** The cursor of the page after this output; empty at the end. */
export function nextCursor(pagination: Pagination, output: Json, cursor: string | undefined): string {
  return nextPage(pagination, { status: 200, headers: new Headers(), output, url: '' }, cursor, []);
}
