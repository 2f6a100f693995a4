import { timingSafeEqual } from 'node:crypto';
import type { FunctionResult } from '#bridge-protocol/entities/function-result.ts';
import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { Tx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import type { Services } from '../../services.ts';
import type { UserRef } from '../../sessions/identity.ts';
import { carryOut } from '../carry-out.ts';
import { isSafe } from '../is-safe.ts';
import { checkCall, intend, type CheckedCall, type FunctionCall, type PreparedCall } from '../prepare-call.ts';
import { claimKey, findKey, keepAnswer, releaseKey, takeOverKey, type Claim } from './key-rows.ts';
import { openAnswer, sealAnswer, type KeptAnswer } from './kept-answer.ts';
import { keyedRequest, type KeyedRequest } from './keyed-request.ts';

/** Longer than a call takes, with the renewal of its token; less than the widget's own patience. */
const WAIT_MS = 45_000;
/** What is read again as easily is not kept beyond so many characters. */
const MOST_KEPT_OF_READS = 256 * 1024;
/** With these, nothing has been done: a repeat under the same key is a new call. */
const nothingDone: readonly ErrorCode[] = [
  'needs_reconnect',
  'app_not_configured',
  'runner_unavailable',
  'provider_paused',
];

/** `replayed`: the call was made before, and this is what became of it. */
export type OnceResult = { result: FunctionResult } | { replayed: KeptAnswer };

/**
 * Calls a function once, however often it is asked to under one key: the first one makes the call, the others get its
 * answer, also where that is an error, and wait for it if need be. A refusal leaves the key unused. Throws as
 * `callFunction` does, and `idempotency_key_reused`, `call_in_progress`, `outcome_unknown`.
 */
export async function callOnce(
  services: Services,
  user: UserRef,
  call: FunctionCall,
  key: string,
  waitMs = WAIT_MS,
): Promise<OnceResult> {
  const checked = checkCall(services, call);
  const request = keyedRequest(user, key, call);
  const giveUpAt = performance.now() + waitMs;
  for (let looks = 0; ; looks++) {
    const step = await services.db.inWorkspace(user.workspaceId, (tx) => begin(tx, services, checked, request));
    if ('refusal' in step) return { result: step.refusal };
    if ('claim' in step) return { result: await carryOutOnce(services, step) };
    if ('kept' in step) return { replayed: await openAnswer(services.vault, request, step.kept) };
    const left = giveUpAt - performance.now();
    if (left <= 0) throw inProgress();
    await services.callsUnderWay.wait(request, looks, left);
  }
}

type Step = { kept: Uint8Array } | { isTaken: true } | { refusal: FunctionResult } | ClaimedCall;

interface ClaimedCall {
  claim: Claim;
  prepared: PreparedCall;
}

/** Claims first and asks afterwards: nearly every key is new. */
async function begin(tx: Tx, services: Services, checked: CheckedCall, request: KeyedRequest): Promise<Step> {
  const claim = await claimKey(tx, request, services.processId);
  if (!claim) return beginAgain(tx, services, checked, request);
  const found = await checked.findAccount(tx, request);
  if ('refusal' in found) {
    await releaseKey(tx, claim);
    return found;
  }
  return { claim, prepared: await intend(tx, services, checked, found) };
}

/** Under a key that was used before. */
async function beginAgain(tx: Tx, services: Services, checked: CheckedCall, request: KeyedRequest): Promise<Step> {
  const known = await findKey(tx, request);
  if (known && !timingSafeEqual(known.request_hash, request.requestHash)) throw reused();
  if (!known || known.status === 'running') return { isTaken: true };
  if (known.answer_sealed) return { kept: known.answer_sealed };
  if (!isSafe(checked.entry.definition)) throw outcomeUnknown();
  const found = await checked.findAccount(tx, request);
  if ('refusal' in found) return found;
  const claim = await takeOverKey(tx, { request, fence: known.fence }, services.processId);
  if (!claim) return { isTaken: true };
  return { claim, prepared: await intend(tx, services, checked, found) };
}

async function carryOutOnce(services: Services, { claim, prepared }: ClaimedCall): Promise<FunctionResult> {
  return services.callsUnderWay.during(claim.request, () =>
    carryOut(services, prepared, async (answer) => {
      if (!isKept(prepared, answer)) return (tx) => releaseKey(tx, claim);
      const sealed = await sealAnswer(services.vault, claim.request, answer);
      return (tx) => keepAnswer(tx, claim, sealed);
    }),
  );
}

function isKept({ entry }: PreparedCall, answer: KeptAnswer): boolean {
  if ('error' in answer) return !nothingDone.includes(answer.error.code);
  return !isSafe(entry.definition) || JSON.stringify(answer).length <= MOST_KEPT_OF_READS;
}

function reused(): DomainError {
  return new DomainError(
    'idempotency_key_reused',
    'This Idempotency-Key was used for another function, account or parameters. Use a new key for each new call.',
  );
}

function inProgress(): DomainError {
  const message = 'The first call under this Idempotency-Key is still under way. Ask again under the same key.';
  return new DomainError('call_in_progress', message, { retryAfter: 5 });
}

function outcomeUnknown(): DomainError {
  return new DomainError(
    'outcome_unknown',
    'The server ended while it made this call, and nobody knows whether it was carried out. Look at the app, then repeat it under a new key if need be.',
  );
}
