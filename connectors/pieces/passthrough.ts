import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { isObject } from '../openapi/document/json-values.ts';

/** What the passthrough function's parameters are to the action that most pieces have for a request of one's own. */
export function customCallInput({ method, url, headers, query, body }: JsonObject): JsonObject {
  const kind = body === undefined || body === null ? 'none' : typeof body === 'string' ? 'raw' : 'json';
  return {
    method: method ?? 'GET',
    url: { url: url ?? '' },
    headers: headers ?? {},
    queryParams: query ?? {},
    body_type: kind,
    body: kind === 'none' ? {} : { data: body ?? null },
  };
}

/** That action answers with the whole response; a function answers with its body. */
export function customCallResult(status: number, output: Json): { status: number; output: Json } {
  if (!isObject(output) || !('status' in output)) return { status, output };
  return { status: typeof output.status === 'number' ? output.status : status, output: output.body ?? null };
}
