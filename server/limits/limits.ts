import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Config } from '../config.ts';
import { DomainError } from '../errors.ts';

/** In seconds: what is too much is too much of a minute. */
const WINDOW_S = 60;

export type LimitName = 'address' | 'user' | 'workspace';

/** Where a limit stands after a request, for the headers of its answer. */
export interface LimitState {
  name: LimitName;
  /** Requests in a window */
  quota: number;
  windowS: number;
  remaining: number;
  /** Until the window begins anew */
  resetS: number;
}

/**
 * How many requests a minute one address, one user and one workspace may make. Counted in memory, by each process for
 * itself: a limit guards the process's own time, has to cost next to nothing, and has to hold where it is the database
 * that has too much to do. N processes behind a balancer let through N times as much.
 */
export class Limits {
  readonly #limiters: Record<LimitName, RateLimiterMemory>;

  constructor({ limits }: Pick<Config, 'limits'>) {
    const limiter = (points: number) => new RateLimiterMemory({ points, duration: WINDOW_S });
    this.#limiters = {
      address: limiter(limits.address),
      user: limiter(limits.user),
      workspace: limiter(limits.workspace),
    };
  }

  /** Counts one request; the state also where it is one too many. */
  async count(name: LimitName, key: string): Promise<LimitState & { isExceeded: boolean }> {
    const limiter = this.#limiters[name];
    const counted = await limiter.consume(key).catch((refused: unknown) => refused as RateLimiterRes);
    const state = {
      quota: limiter.points,
      windowS: WINDOW_S,
      remaining: counted.remainingPoints,
      resetS: Math.ceil(counted.msBeforeNext / 1_000),
    };
    return { name, ...state, isExceeded: counted.consumedPoints > limiter.points };
  }
}

export function tooMany({ name, quota, resetS }: LimitState): DomainError {
  const whose = { address: 'This address', user: 'The user', workspace: 'The workspace' }[name];
  const message = `${whose} has made more than ${quota} requests in a minute. Go on in ${resetS} s.`;
  return new DomainError('rate_limited', message, { retryAfter: resetS });
}
