import type { CallContext, Connector, Credentials } from '#connectors/kit/connector.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { CatalogueApp } from '../catalogue/catalogue.ts';
import { DomainError, toDomainError } from '../errors.ts';
import { credentialsOf, renewCredentials } from '../oauth/credentials-of.ts';
import type { Services } from '../services.ts';
import { requireLiveKey } from './require-live-key.ts';

/** How long a third party may take, in milliseconds. */
const DEADLINE_MS = 30_000;
/** What the use with the fresh token gets at least, in milliseconds */
const LAST_CHANCE_MS = 5_000;

export interface TimedContext extends CallContext {
  /** When `signal` ends it, in milliseconds since the epoch */
  endsAt: number;
}

/** Something that is done at a third party with a user's account. */
export interface AccountUse<Result> {
  app: CatalogueApp;
  account: AccountRow;
  run: (connector: Connector, context: TimedContext) => Promise<Result>;
  /** True for a result by which the app refuses the credentials; throwing `credentials_rejected` says the same */
  isRefused?: (result: Result) => boolean;
  /** True for a result by which the app says that it is down */
  isOutage?: (result: Result) => boolean;
  /** What to tell whoever waited in vain */
  whenLate: string;
}

/**
 * Uses an account: with a token that is fresh, within its deadline even where the connector does not heed the signal.
 * Where the app refuses an access token, a certain sign that nothing was done, it is used once more with another one;
 * where it refuses a key, and refuses it to the verifying call too, the account needs its user. Throws as
 * `credentialsOf` and the connector do, `provider_timeout`, and `provider_paused` where the app is down.
 */
export async function withAccount<Result>(services: Services, use: AccountUse<Result>): Promise<Result> {
  return services.breakers.run({ ...use, call: () => useAccount(services, use) });
}

async function useAccount<Result>(services: Services, use: AccountUse<Result>): Promise<Result> {
  const credentials = await credentialsOf(services, use.account);
  const started = performance.now();
  const { isRefused, settle } = await outcomeOf(use, inTime(services, use, credentials, DEADLINE_MS));
  if (!isRefused) return settle();
  if (credentials.type !== 'oauth2') {
    await requireLiveKey(services, use, credentials);
    return settle();
  }
  const fresh = await renewCredentials(services, use.account, credentials);
  const left = DEADLINE_MS - (performance.now() - started);
  return inTime(services, use, fresh, Math.max(left, LAST_CHANCE_MS));
}

interface Outcome<Result> {
  /** The app has refused the credentials */
  isRefused: boolean;
  settle: () => Promise<Result>;
}

async function outcomeOf<Result>(use: AccountUse<Result>, using: Promise<Result>): Promise<Outcome<Result>> {
  const settle = () => using;
  try {
    const result = await using;
    return { isRefused: use.isRefused?.(result) ?? false, settle };
  } catch (error) {
    return { isRefused: toDomainError(error).code === 'credentials_rejected', settle };
  }
}

async function inTime<Result>(
  { egress }: Services,
  { app: { connector }, account, run, whenLate }: AccountUse<Result>,
  credentials: Credentials,
  deadlineMs: number,
): Promise<Result> {
  const { title, hosts } = connector.manifest;
  const tooLate = (cause?: unknown) =>
    new DomainError('provider_timeout', `${title} did not answer in time. ${whenLate}`, { cause });
  const deadline = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    deadline.abort();
    late.reject(tooLate());
  }, deadlineMs);
  const context = {
    credentials,
    fetch: egress.fetchTo(hosts),
    dial: egress.dialTo(hosts),
    tenant: String(account.workspace_id),
    signal: deadline.signal,
    endsAt: Date.now() + deadlineMs,
  };
  try {
    return await Promise.race([run(connector, context), late.promise]);
  } catch (error) {
    throw deadline.signal.aborted ? tooLate(error) : error;
  } finally {
    clearTimeout(timer);
  }
}
