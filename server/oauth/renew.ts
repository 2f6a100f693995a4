import { setTimeout as pause } from 'node:timers/promises';
import type { Credentials } from '#connectors/kit/connector.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import { DomainError, toDomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { needsReconnect, refreshTokens } from './refresh.ts';
import {
  giveBack,
  keepTokens,
  markEnded,
  pauseRefreshing,
  readAccount,
  takeLease,
  type Lease,
} from './refresh-lease.ts';
import { revokeUnkept } from './revoke.ts';
import { forConnector, hasEnded, isDue, openCredentials, type StoredOAuth } from './stored-credentials.ts';
import type { Tokens } from './token-endpoint.ts';

type RenewServices = Pick<Services, 'catalogue' | 'config' | 'db' | 'egress' | 'log' | 'metrics' | 'vault'>;

const POLL_MS = 100;
/** Longer than a lease: whoever holds it has finished, or it has run out */
const PATIENCE_MS = 45_000;

/**
 * Renews an account's access token, or waits for the process that is doing it. `refused` is a token that will not do,
 * whatever its clock says.
 */
export async function renew(
  services: RenewServices,
  ref: AccountRow,
  refused: Credentials | undefined,
): Promise<Credentials> {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    const account = await readAccount(services, ref);
    if (!account) throw disconnected();
    if (account.status === 'needs_reconnect') throw needsReconnect();
    const stored = await openCredentials(services, account);
    if (stored.type !== 'oauth2') {
      if (refused) throw needsReconnect();
      return forConnector(stored);
    }
    const wasRefused = refused?.type === 'oauth2' && refused.accessToken === stored.accessToken;
    const serves = !wasRefused && !hasEnded(account);
    if (serves && (!isDue(account, stored) || stored.refreshToken === undefined)) return forConnector(stored);

    const lease = await takeLease(services, account);
    if (lease) {
      const renewed = await renewUnder(services, lease, stored, serves);
      if (renewed) return forConnector(renewed);
    } else if (serves) {
      return forConnector(stored);
    } else {
      await pause(POLL_MS);
    }
  }
  throw new DomainError('provider_timeout', 'The app has not renewed its access in time. Try again later.');
}

/** Undefined where the lease was lost meanwhile, because the user has connected the account anew. */
async function renewUnder(
  services: RenewServices,
  lease: Lease,
  stored: StoredOAuth,
  serves: boolean,
): Promise<StoredOAuth | undefined> {
  const tokens = await requestTokens(services, lease, stored, serves);
  if (!tokens) return stored;
  if (await kept(services, lease, tokens)) return tokens.stored;
  if (await readAccount(services, lease.account)) return undefined;
  await revokeUnkept(services, lease.account, tokens.stored);
  throw disconnected();
}

/** Undefined where the third party is in trouble but the old token still serves. */
async function requestTokens(
  services: RenewServices,
  lease: Lease,
  stored: StoredOAuth,
  serves: boolean,
): Promise<Tokens | undefined> {
  const { refreshToken } = stored;
  try {
    if (refreshToken === undefined) throw needsReconnect();
    const tokens = await refreshTokens(services, lease.account, { ...stored, refreshToken });
    services.metrics.refreshEnded(lease.account.app, 'renewed');
    return tokens;
  } catch (error) {
    services.metrics.refreshEnded(lease.account.app, toDomainError(error).code);
    if (error instanceof DomainError && error.code === 'needs_reconnect') {
      await markEnded(services, lease);
      throw error;
    }
    if (!serves) {
      await giveBack(services, lease);
      throw error;
    }
    await pauseRefreshing(services, lease);
    const { workspace_id: workspaceId, id: accountId, app } = lease.account;
    services.log.warn('refreshing failed, the old token still serves', { workspaceId, accountId, app, error });
    return undefined;
  }
}

/** A rotated refresh token exists only here until it is kept: a short trouble of the database must not lose it. */
async function kept(services: RenewServices, lease: Lease, tokens: Tokens): Promise<boolean> {
  for (const wait of [200, 1_000]) {
    try {
      return await keepTokens(services, lease, tokens);
    } catch {
      await pause(wait);
    }
  }
  return keepTokens(services, lease, tokens);
}

function disconnected(): DomainError {
  return new DomainError('unknown_account', 'The account was disconnected meanwhile.');
}
