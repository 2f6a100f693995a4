import type { Json, JsonObject } from '#connectors/kit/json.ts';
import type { Pagination } from '../openapi/app-file.ts';
import { valueAt } from '../openapi/document/json-pointer.ts';
import { nextPage } from '../openapi/paging/next-page.ts';
import { invalidArgument } from '../openapi/request/invalid-argument.ts';
import type { ActionOverlay } from './app-file.ts';

/** The input of a call with the cursor in the action's own property. */
export function inputWithCursor(
  { pagination }: ActionOverlay,
  input: JsonObject,
  cursor: string | undefined,
): JsonObject {
  if (!cursor || !pagination || pagination.kind === 'link') return input;
  if (pagination.kind === 'cursor') return { ...input, [pagination.parameter]: cursor };
  if (!/^\d{1,15}$/.test(cursor)) throw invalidArgument('next_page', 'must be the next_page of the call before');
  return { ...input, [pagination.parameter]: Number(cursor) };
}

export interface PagedCall {
  input: JsonObject;
  /** The default values of the action's properties */
  defaults: JsonObject;
  cursor: string | undefined;
}

/** The cursor of the page after this output; empty at the end, undefined where the action has no pages. */
export function nextCursor({ pagination, total }: ActionOverlay, output: Json, call: PagedCall): string | undefined {
  if (!pagination) return undefined;
  const reply = { status: 200, headers: new Headers(), output, url: '' };
  const next = nextPage(pagination, reply, call.cursor ?? start(pagination, call.input), []);
  if (!total || pagination.kind !== 'page' || next === '') return next;
  const size = Number(call.input[total.size] ?? call.defaults[total.size]);
  const seen = (Number(next) - pagination.first) * size;
  return seen >= Number(valueAt(output, total.count)) ? '' : next;
}

/** A caller may begin at a later page by the action's own property. */
function start(pagination: Pagination, input: JsonObject): string | undefined {
  if (pagination.kind !== 'page' && pagination.kind !== 'offset') return undefined;
  const value = input[pagination.parameter];
  return typeof value === 'number' ? String(value) : undefined;
}
