import type { JsonObject } from '#bridge-protocol/json.ts';
import { DomainError } from '../errors.ts';

/**
 * The body of a call is flat: the function's parameters, and beside them the cursor under one of its two names and
 * Integry's `_variables`, which have no meaning here. Throws `invalid_argument` for a cursor that is not text.
 */
export function splitCallBody(body: JsonObject): { params: JsonObject; cursor?: string } {
  const { next_page, _cursor, _variables: _ignored, ...params } = body;
  const cursor = next_page || _cursor || undefined;
  if (cursor !== undefined && typeof cursor !== 'string') {
    throw new DomainError('invalid_argument', 'next_page has to be the text that the result before had as next_page.');
  }
  return { params, cursor };
}
