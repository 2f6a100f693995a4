import { createHash } from 'node:crypto';
import type { Json } from '#bridge-protocol/json.ts';
import type { UserRef } from '../../sessions/identity.ts';
import { sha256 } from '../../sessions/hash.ts';
import type { FunctionCall } from '../prepare-call.ts';

/** One key of one user, and what it was first used for. */
export interface KeyedRequest extends UserRef {
  keyHash: Uint8Array;
  requestHash: Uint8Array;
}

/**
 * The key itself is not kept. It goes into the hash of the request, so that nobody who has only the database can find
 * out parameters by trying: the key is a long random text wherever the caller keeps to the draft.
 */
export function keyedRequest(user: UserRef, key: string, call: FunctionCall): KeyedRequest {
  const { name, params, cursor = '', accountId = 0 } = call;
  const hash = createHash('sha256').update(JSON.stringify([key, name, accountId, cursor, sorted(params)]));
  return { workspaceId: user.workspaceId, userId: user.userId, keyHash: sha256(key), requestHash: hash.digest() };
}

/** Two requests are the same whatever order their parameters are written in. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name]!)]));
}
