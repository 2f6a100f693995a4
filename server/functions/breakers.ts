import { CircuitState, ConsecutiveBreaker, IterableBackoff, circuitBreaker, handleWhen } from 'cockatiel';
import type { CircuitBreakerPolicy } from 'cockatiel';
import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { CatalogueApp } from '../catalogue/catalogue.ts';
import { DomainError, toDomainError } from '../errors.ts';

/** After so many failures in a row nothing is sent for a while, in milliseconds, which grows while trying fails. */
const FAILURES = 5;
const PAUSES_MS = [5_000, 10_000, 20_000, 40_000, 60_000];
/** Each of an app that is being called, or has failed lately: what works has none. */
const MOST_BREAKERS = 10_000;

/** What says that the third party itself is down; any other error may be the caller's own, and lasts. */
const outages: readonly ErrorCode[] = ['provider_unreachable', 'provider_timeout'];
/** RFC 9110 section 15.6. A 500 is not among them: many answer so to input that they did not foresee. */
const outageStatuses: readonly number[] = [502, 503, 504];

export function isOutageStatus(status: number): boolean {
  return outageStatuses.includes(status);
}

interface Breaker {
  policy: CircuitBreakerPolicy;
  /** When the next call is let through, in milliseconds since the epoch */
  pausedUntil: number;
}

interface Answered<Result> {
  result: Result;
  isOutage: boolean;
}

export interface GuardedUse<Result> {
  app: CatalogueApp;
  account: { workspace_id: number; id: number };
  /** True for a result by which the app says that it is down */
  isOutage?: (result: Result) => boolean;
  call: () => Promise<Result>;
}

/**
 * Keeps callers of a dead third party from waiting for it: one breaker for each workspace and app, in this process. One
 * call at a time finds out whether it is back.
 */
export class Breakers {
  readonly #breakers = new Map<string, Breaker>();

  /** Throws `provider_paused` where the app was down lately, and as `call` does. */
  async run<Result>({ app, account, isOutage, call }: GuardedUse<Result>): Promise<Result> {
    const key = keyOf(app, account);
    const breaker = this.#breakerOf(key);
    refusePaused(breaker, app);
    const answered = await breaker.policy.execute(async (): Promise<Answered<Result>> => {
      const result = await call();
      return { result, isOutage: isOutage?.(result) ?? false };
    });
    const works = !answered.isOutage && breaker.policy.state === CircuitState.Closed;
    if (works && this.#breakers.get(key) === breaker) this.#breakers.delete(key);
    return answered.result;
  }

  #breakerOf(key: string): Breaker {
    const known = this.#breakers.get(key);
    if (known) return known;
    const [oldest] = this.#breakers.keys();
    if (this.#breakers.size >= MOST_BREAKERS && oldest !== undefined) this.#breakers.delete(oldest);
    const breaker = newBreaker();
    this.#breakers.set(key, breaker);
    return breaker;
  }
}

/** Where each account may be at a host of its own, the dead host of one is nobody else's. */
function keyOf({ name, connector }: CatalogueApp, { workspace_id, id }: { workspace_id: number; id: number }): string {
  const isShared = connector.manifest.hosts.every((host) => !host.includes('*'));
  return isShared ? `${workspace_id}/${name}` : `${workspace_id}/${name}/${id}`;
}

function newBreaker(): Breaker {
  const policy = circuitBreaker(
    handleWhen(isOutageError).orWhenResult((answered) => (answered as Answered<unknown>).isOutage),
    { breaker: new ConsecutiveBreaker(FAILURES), halfOpenAfter: new IterableBackoff(PAUSES_MS) },
  );
  const breaker: Breaker = { policy, pausedUntil: 0 };
  let pauses = 0;
  policy.onBreak(() => {
    const pause = PAUSES_MS[Math.min(pauses++, PAUSES_MS.length - 1)]!;
    breaker.pausedUntil = Date.now() + pause;
  });
  return breaker;
}

function isOutageError(error: unknown): boolean {
  return outages.includes(toDomainError(error).code);
}

/** Also while the one call is under way that finds out: the others would wait for it as long as for the app. */
function refusePaused({ policy, pausedUntil }: Breaker, { connector }: CatalogueApp): void {
  const left = pausedUntil - Date.now();
  const isTrying = policy.state === CircuitState.HalfOpen;
  if (!isTrying && left <= 0) return;
  const retryAfter = Math.max(1, Math.ceil(left / 1_000));
  throw new DomainError(
    'provider_paused',
    `${connector.manifest.title} did not work several times in a row, so nothing was sent. Try again in ${retryAfter} s.`,
    { retryAfter },
  );
}
