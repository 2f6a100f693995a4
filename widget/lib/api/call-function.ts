import { FunctionResult } from '#bridge-protocol/entities/function-result.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { ApiClient } from './client.ts';

/** The third party has 30 s on the server; this is more, and less than the loader's own deadline. */
const CALL_DEADLINE = 55_000;

interface FunctionCall {
  name: string;
  params: JsonObject;
  connectedAccountId: string | undefined;
  /** The server makes the call once, however often the request reaches it: browsers send some again by themselves */
  key: string;
}

/** Calls a function. What the third party answers, and a refusal to call it, are both results. */
export function callFunction(
  api: ApiClient,
  { name, params, connectedAccountId, key }: FunctionCall,
): Promise<FunctionResult> {
  const query =
    connectedAccountId === undefined ? '' : `?connected_account_id=${encodeURIComponent(connectedAccountId)}`;
  return api.send({
    method: 'POST',
    path: `/functions/${encodeURIComponent(name)}/call/${query}`,
    body: params,
    headers: { 'Idempotency-Key': key },
    answer: FunctionResult,
    deadline: CALL_DEADLINE,
  });
}
