import { callFunction } from '../api/call-function.ts';
import type { ApiClient } from '../api/client.ts';
import type { Handler } from '../bridge/method-table.ts';

export function invokeFunction(api: ApiClient): Handler<'invokeFunction'> {
  return ([name, params, connectedAccountId], callId) =>
    callFunction(api, { name, params: params ?? {}, connectedAccountId: connectedAccountId ?? undefined, key: callId });
}
