import type { Credentials } from '#connectors/kit/connector.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { CatalogueApp } from '../catalogue/catalogue.ts';
import { verifyAccount } from '../connect/verify-account.ts';
import type { Database } from '../db/database.ts';
import { beforeDeadline } from '../db/deadline.ts';
import { toDomainError } from '../errors.ts';
import { markEnded, readAccount } from '../oauth/refresh-lease.ts';
import { needsReconnect } from '../oauth/refresh.ts';
import type { Services } from '../services.ts';

/** The caller waits for it after its own call, in milliseconds. */
const DEADLINE_MS = 10_000;
/** How long the answer holds, in milliseconds: an app that refuses one function again and again is not asked each time. */
const HOLDS_MS = 60_000;

interface RefusedUse {
  app: CatalogueApp;
  account: AccountRow;
}

/**
 * After an app has refused an account that goes by a key: a refusal may be about the one function, so the app is asked
 * whose credentials they are, as at connecting. Where it refuses that too, nobody is to try again before the user has
 * reconnected the account; the user's stream is told, once. Throws `needs_reconnect` then.
 */
export async function requireLiveKey(services: Services, use: RefusedUse, credentials: Credentials): Promise<void> {
  if (!(await isDead(services, use, credentials))) return;
  // Nobody renews a key, so nobody holds a lease. Whoever has reconnected the account, or ended it before us, counted the
  // fence up: then this changes nothing and tells nobody.
  await markEnded(services, { account: use.account, fence: use.account.refresh_fence });
  if ((await readAccount(services, use.account))?.status === 'needs_reconnect') throw needsReconnect();
}

const answers = new WeakMap<Database, Map<string, Promise<boolean>>>();

/** Asks once for all who want to know within a minute, as long as nobody connects the account anew. */
function isDead(services: Services, use: RefusedUse, credentials: Credentials): Promise<boolean> {
  const { workspace_id, id, refresh_fence } = use.account;
  const known = answers.get(services.db) ?? new Map<string, Promise<boolean>>();
  answers.set(services.db, known);
  const key = `${workspace_id}/${id}/${refresh_fence}`;
  const answer = known.get(key) ?? isRefused(services, use, credentials);
  if (!known.has(key)) setTimeout(() => known.delete(key), HOLDS_MS).unref();
  known.set(key, answer);
  return answer;
}

/** Only a plain refusal is certain: an app that is in trouble says nothing about the key. */
async function isRefused(services: Services, { app, account }: RefusedUse, credentials: Credentials): Promise<boolean> {
  const verifying = verifyAccount(services, app, credentials, account.workspace_id);
  try {
    await beforeDeadline(verifying, DEADLINE_MS, 'The app did not say in time whose credentials these are.');
    return false;
  } catch (error) {
    return toDomainError(error).code === 'credentials_rejected';
  }
}
