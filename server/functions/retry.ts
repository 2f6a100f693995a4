import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { InvokeResult } from '#connectors/kit/connector.ts';
import { toDomainError } from '../errors.ts';

const MAX_TRIES = 3;
/** Of the wait before the second try, in milliseconds; it doubles with each further one. */
const FIRST_BACKOFF_MS = 500;
/** A try that gets less than this is not worth making, in milliseconds. */
const SHORTEST_TRY_MS = 1_000;

/** Statuses from 500 on that another try would not change: method or HTTP version stays unknown (RFC 9110 15.6.2, .6). */
const permanent: readonly number[] = [501, 505];
const transientErrors: readonly ErrorCode[] = ['provider_timeout', 'provider_unreachable'];

export interface RetryRule {
  /** True where running it twice does no harm */
  isSafe: boolean;
  /** When the call has to be over, in milliseconds since the epoch */
  endsAt: number;
  /** Ends the waiting */
  signal: AbortSignal;
}

/** What waiting needs from outside. */
export interface Clock {
  /** In milliseconds since the epoch */
  now(): number;
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1 */
  random(): number;
}

const realClock: Clock = {
  now: Date.now,
  wait: async (ms, signal) => delay(ms, undefined, { signal }),
  random: Math.random,
};

type Outcome = { result: InvokeResult } | { error: unknown };

/**
 * Makes a call, and makes it again where a failure may pass: three times at most. A call that is not safe to repeat is
 * only repeated after a 429 where nothing was done before it. Between tries it waits with full jitter, and as long as
 * `Retry-After` asks for; where that does not fit into the time left, it does not wait at all. The outcome is that of
 * the last try, whether an answer or an error.
 */
export async function withRetries(
  rule: RetryRule,
  call: () => Promise<InvokeResult>,
  clock: Clock = realClock,
): Promise<InvokeResult> {
  for (let tries = 1; ; tries++) {
    const outcome = await outcomeOf(call);
    const wait = waitAfter(outcome, tries, clock);
    const isLast = tries === MAX_TRIES || rule.signal.aborted || !mayPass(outcome, rule.isSafe);
    if (isLast || clock.now() + wait + SHORTEST_TRY_MS > rule.endsAt) return settled(outcome);
    await clock.wait(wait, rule.signal);
  }
}

async function outcomeOf(call: () => Promise<InvokeResult>): Promise<Outcome> {
  try {
    return { result: await call() };
  } catch (error) {
    return { error };
  }
}

function settled(outcome: Outcome): InvokeResult {
  if ('error' in outcome) throw outcome.error;
  return outcome.result;
}

function mayPass(outcome: Outcome, isSafe: boolean): boolean {
  if ('error' in outcome) return isSafe && transientErrors.includes(toDomainError(outcome.error).code);
  const { status, hasWritten } = outcome.result;
  if (status === 429) return isSafe || !hasWritten;
  return isSafe && status >= 500 && !permanent.includes(status);
}

function waitAfter(outcome: Outcome, tries: number, clock: Clock): number {
  const jitter = clock.random() * FIRST_BACKOFF_MS * 2 ** (tries - 1);
  const asked = 'result' in outcome ? retryAfterMs(outcome.result.retryAfter, clock.now()) : undefined;
  return (asked ?? 0) + jitter;
}

/** RFC 9110 section 10.2.3: seconds, which some vendors write with decimals, or a date. Undefined for what is neither. */
function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const date = /[a-z]/i.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
