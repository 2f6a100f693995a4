import { sql, type Selectable } from 'kysely';
import type { Tx } from '../../db/database.ts';
import type { IdempotencyKeysTable } from '../../db/schema.ts';
import type { KeyedRequest } from './keyed-request.ts';

export type KeyRow = Pick<Selectable<IdempotencyKeysTable>, 'request_hash' | 'status' | 'fence' | 'answer_sealed'>;

/** The right to make the call that a key stands for, for one holder. */
export interface Claim {
  request: KeyedRequest;
  fence: number;
}

export async function findKey(tx: Tx, request: KeyedRequest): Promise<KeyRow | undefined> {
  return tx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'status', 'fence', 'answer_sealed'])
    .where('workspace_id', '=', request.workspaceId)
    .where('user_id', '=', request.userId)
    .where('key_hash', '=', request.keyHash)
    .executeTakeFirst();
}

/** Undefined where somebody else was faster: look again then. It waits for whoever is about to claim the same key. */
export async function claimKey(tx: Tx, request: KeyedRequest, processId: string): Promise<Claim | undefined> {
  const { workspaceId, userId, keyHash, requestHash } = request;
  const row = await tx
    .insertInto('idempotency_keys')
    .values({
      workspace_id: workspaceId,
      user_id: userId,
      key_hash: keyHash,
      request_hash: requestHash,
      process_id: processId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('fence')
    .executeTakeFirst();
  return row && { request, fence: row.fence };
}

/** Claims a key whose outcome is unknown, for a call that may be made again. Undefined as for `claimKey`. */
export async function takeOverKey(tx: Tx, lost: Claim, processId: string): Promise<Claim | undefined> {
  const row = await ofClaim(tx, lost)
    .set({ status: 'running', process_id: processId, fence: lost.fence + 1, started_at: sql<Date>`now()` })
    .where('status', '=', 'unknown')
    .returning('fence')
    .executeTakeFirst();
  return row && { request: lost.request, fence: row.fence };
}

/** Does nothing where somebody else has claimed the key meanwhile. A holder that was taken for dead still has its say. */
export async function keepAnswer(tx: Tx, claim: Claim, answer: Uint8Array): Promise<void> {
  await ofClaim(tx, claim).set({ status: 'answered', answer_sealed: answer }).execute();
}

/** As if the key had never been used. */
export async function releaseKey(tx: Tx, { request, fence }: Claim): Promise<void> {
  await tx
    .deleteFrom('idempotency_keys')
    .where('workspace_id', '=', request.workspaceId)
    .where('user_id', '=', request.userId)
    .where('key_hash', '=', request.keyHash)
    .where('fence', '=', fence)
    .execute();
}

function ofClaim(tx: Tx, { request, fence }: Claim) {
  return tx
    .updateTable('idempotency_keys')
    .where('workspace_id', '=', request.workspaceId)
    .where('user_id', '=', request.userId)
    .where('key_hash', '=', request.keyHash)
    .where('fence', '=', fence);
}
