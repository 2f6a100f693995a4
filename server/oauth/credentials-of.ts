import type { Credentials } from '#connectors/kit/connector.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { Database } from '../db/database.ts';
import type { Services } from '../services.ts';
import { needsReconnect } from './refresh.ts';
import { renew } from './renew.ts';
import { forConnector, isDue, openCredentials } from './stored-credentials.ts';

type CredentialServices = Pick<Services, 'catalogue' | 'config' | 'db' | 'egress' | 'log' | 'metrics' | 'vault'>;

/**
 * What a connector calls the app with. An access token that is about to end is renewed first: once, whoever asks and in
 * whichever process. Throws `needs_reconnect`, and where the old token has ended already also `provider_unreachable`,
 * `provider_timeout` or `app_not_configured`.
 */
export async function credentialsOf(services: CredentialServices, account: AccountRow): Promise<Credentials> {
  if (account.status === 'needs_reconnect') throw needsReconnect();
  const stored = await openCredentials(services, account);
  return isDue(account, stored) ? shared(services, account, undefined) : forConnector(stored);
}

/**
 * As `credentialsOf`, after the app has refused `refused` with a 401: whatever the clock says, the answer is another token.
 * Throws `needs_reconnect` where there is no getting another one.
 */
export async function renewCredentials(
  services: CredentialServices,
  account: AccountRow,
  refused: Credentials,
): Promise<Credentials> {
  return shared(services, account, refused);
}

/** One renewal at a time for each account, per database handle: waiters hold no connection. */
const running = new WeakMap<Database, Map<string, Promise<Credentials>>>();

async function shared(
  services: CredentialServices,
  account: AccountRow,
  refused: Credentials | undefined,
): Promise<Credentials> {
  const flights = running.get(services.db) ?? new Map<string, Promise<Credentials>>();
  running.set(services.db, flights);
  const key = `${account.workspace_id}/${account.id}`;
  for (let flight = flights.get(key); flight; flight = flights.get(key)) {
    const found = await flight;
    if (!isSame(found, refused)) return found;
  }
  const flight = renew(services, account, refused).finally(() => flights.delete(key));
  flights.set(key, flight);
  return flight;
}

export function isSame(found: Credentials, refused: Credentials | undefined): boolean {
  if (refused === undefined) return false;
  if (found.type !== 'oauth2' || refused.type !== 'oauth2') return found.type === refused.type;
  return found.accessToken === refused.accessToken;
}
