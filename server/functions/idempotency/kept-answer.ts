import * as z from 'zod';
import { FunctionOutput } from '#bridge-protocol/entities/function-result.ts';
import { Failure } from '#bridge-protocol/failure.ts';
import type { Vault } from '../../vault/vault.ts';
import { parseJson } from '../../http/parse-json.ts';
import type { KeyedRequest } from './keyed-request.ts';

/** What became of a call: what the third party answered, or why it did not. */
const KeptAnswer = z.union([z.object({ result: FunctionOutput }), z.object({ error: Failure })]);
export type KeptAnswer = z.infer<typeof KeptAnswer>;

/** Sealed, because it holds what the third party keeps for its user. */
export async function sealAnswer(vault: Vault, request: KeyedRequest, answer: KeptAnswer): Promise<Uint8Array> {
  return vault.seal(JSON.stringify(answer), contextOf(request));
}

export async function openAnswer(vault: Vault, request: KeyedRequest, sealed: Uint8Array): Promise<KeptAnswer> {
  return KeptAnswer.parse(parseJson(await vault.open(sealed, contextOf(request))));
}

function contextOf({ workspaceId, userId, keyHash }: KeyedRequest): string {
  return `idempotency_keys/${workspaceId}/${userId}/${Buffer.from(keyHash).toString('hex')}`;
}
