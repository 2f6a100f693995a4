import { callFunction } from '../api/call-function.ts';
import type { ApiClient } from '../api/client.ts';
import type { Handler } from '../bridge/method-table.ts';

export function invokeFunction(api: ApiClient): Handler<'invokeFunction'> {
  return ([functionName, params, connectedAccountId]) =>
    callFunction(api, functionName, params ?? {}, connectedAccountId ?? undefined);
}
