import type { ApiClient } from '../api/client.ts';
import { getFunction as fetchFunction } from '../api/get-function.ts';
import type { Handler } from '../bridge/method-table.ts';

export function getFunction(api: ApiClient): Handler<'getFunction'> {
  return ([functionName]) => fetchFunction(api, functionName);
}
