import type { Context } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import { tooMany, type LimitName, type Limits } from './limits.ts';

/**
 * Counts the request and says in the answer where the limit stands, as draft-ietf-httpapi-ratelimit-headers-10 has it:
 * one entry for each limit. Throws `rate_limited`.
 */
export async function countRequest(c: Context<AppEnv>, limits: Limits, name: LimitName, key: string): Promise<void> {
  const state = await limits.count(name, key);
  c.header('RateLimit-Policy', `"${name}";q=${state.quota};w=${state.windowS}`, { append: true });
  c.header('RateLimit', `"${name}";r=${state.remaining};t=${state.resetS}`, { append: true });
  if (state.isExceeded) throw tooMany(state);
}
