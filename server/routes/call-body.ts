import * as z from 'zod/mini';
import type { JsonObject } from '#bridge-protocol/json.ts';
import { IdString } from '#bridge-protocol/names.ts';
import { DomainError } from '../errors.ts';

/**
 * The body of a call is flat: the function's parameters, and beside them the cursor under one of its two names,
 * the account that the user chose in the function's form, and Integry's `_variables`, which have no meaning here. Throws
 * `invalid_argument` for a cursor that is not text, and an account that is no id.
 */
export function splitCallBody(body: JsonObject): { params: JsonObject; cursor?: string; accountId?: number } {
  const { next_page, _cursor, _connected_account_id: account, _variables: _ignored, ...params } = body;
  const cursor = next_page || _cursor || undefined;
  if (cursor !== undefined && typeof cursor !== 'string') {
    throw new DomainError('invalid_argument', 'next_page has to be the text that the result before had as next_page.');
  }
  const id = z.safeParse(z.nullish(IdString), account);
  if (!id.success) throw new DomainError('invalid_argument', '_connected_account_id has to be the id of an account.');
  return { params, cursor, ...(id.data ? { accountId: Number(id.data) } : {}) };
}
