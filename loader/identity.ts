import type { Session } from '#bridge-protocol/entities/session.ts';
import type { Config } from './config.ts';
import { delay } from './delay.ts';
import { IntegryError, integryError, unreachable } from './integry-error.ts';

const DEADLINE = 15_000;
/**
 * Sessions live for ten minutes. Counted from here, because the user's clock may be wrong by any amount; one that ends
 * earlier is renewed when the server refuses it.
 */
const RENEW_AFTER = 480_000;
/** The browser reports what a CSP blocked just after the request failed; its report says more than the failure. */
const CSP_REPORT_DELAY = 100;

/** Trades the configured hash or token for sessions: one request at a time, however many ask. */
export function createIdentity(config: Config) {
  let session: Session | undefined;
  let renewAt = 0;
  let timer: ReturnType<typeof setTimeout>;
  let fetching: Promise<Session> | undefined;
  let request: AbortController;

  function renew(): Promise<Session> {
    request = new AbortController();
    return fetchSession(config, request)
      .then(keep)
      .finally(() => (fetching = undefined));
  }

  function keep(fresh: Session): Session {
    session = fresh;
    renewAt = Date.now() + RENEW_AFTER;
    clearTimeout(timer);
    timer = setTimeout(renewIfDue, RENEW_AFTER);
    return fresh;
  }

  /** Only anticipates: a failure shows when somebody needs the session. */
  function renewIfDue(): void {
    if (session && !document.hidden) get().catch(() => {});
  }

  /** The current session; a fresh one if `rejectedToken` is the current one's. Rejects with an `IntegryError`. */
  async function get(rejectedToken?: string): Promise<Session> {
    if (session && session.token !== rejectedToken && Date.now() < renewAt) return session;
    return (fetching ??= renew());
  }

  return {
    get,
    renewIfDue,
    stop(): void {
      clearTimeout(timer);
      request.abort();
    },
  };
}

async function fetchSession(config: Config, request: AbortController): Promise<Session> {
  const timer = setTimeout(() => request.abort(), DEADLINE);
  const late = new Promise<never>((_, reject) => {
    request.signal.onabort = () => reject(unreachable(config.baseUrl));
  });
  try {
    return await Promise.race([late, exchange(config, request.signal)]);
  } finally {
    clearTimeout(timer);
  }
}

async function exchange(config: Config, signal: AbortSignal): Promise<Session> {
  const { appKey, userId, baseUrl } = config;
  const body = new URLSearchParams({ app_key: appKey, user_id: userId, ...(await proofOf(config)) });
  let response: Response;
  try {
    // No credentials and no redirect: the proof goes to this server alone.
    const options: RequestInit = { method: 'POST', body, signal, credentials: 'omit', redirect: 'error' };
    response = await fetch(`${baseUrl}/sessions`, options);
  } catch (cause) {
    await delay(CSP_REPORT_DELAY);
    throw unreachable(baseUrl, cause);
  }
  const answer = (await response.json().catch(() => null)) as Record<string, unknown> | null;
  const { token, code, detail, request_id } = answer ?? {};
  if (response.ok && typeof token === 'string') return answer as unknown as Session;
  if (typeof code === 'string')
    throw new IntegryError({ code, message: detail, requestId: request_id } as IntegryError);
  throw integryError('server_error', `Status ${response.status} from ${baseUrl}: is it up, and the right baseUrl?`);
}

async function proofOf({ hash, token }: Config): Promise<Record<string, string>> {
  if (hash) return { hash };
  try {
    return { token: String(typeof token === 'function' ? await token() : token) };
  } catch (cause) {
    throw integryError('invalid_token', 'The token function failed', cause);
  }
}
