import type { JsonObject } from '#connectors/kit/json.ts';
import type { Pagination } from '../app-file.ts';
import { invalidArgument } from '../request/invalid-argument.ts';
import { percentEncode } from '../request/percent-encode.ts';
import type { CompiledFunction } from '../signature/compile-function.ts';

/** What a call with `cursor` asks: the input with the cursor in its place, or the whole query of the next page. */
export function applyCursor(
  compiled: CompiledFunction,
  pagination: Pagination | undefined,
  input: JsonObject,
  cursor: string | undefined,
): { input: JsonObject; query?: string } {
  if (!cursor || !pagination) return { input };
  if (pagination.kind === 'link') return { input, query: cleanQuery(cursor) };
  if (!compiled.cursor) return { input };
  if (!compiled.cursor.isNumber) return { input: { ...input, [compiled.cursor.input]: cursor } };
  if (!/^\d{1,15}$/.test(cursor)) throw invalidArgument('next_page', 'must be the next_page of the call before');
  return { input: { ...input, [compiled.cursor.input]: Number(cursor) } };
}

/** Encoded anew, so that a made-up cursor stays a query. */
function cleanQuery(cursor: string): string {
  return [...new URLSearchParams(cursor)]
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}
