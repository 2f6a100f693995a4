import * as oauth from 'oauth4webapi';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { loadOAuthClient, oauthSchemeOf } from './oauth-client.ts';
import { oauthFailure } from './oauth-failure.ts';
import type { StoredOAuth } from './stored-credentials.ts';
import { endpointsOf, readTokens, type Tokens } from './token-endpoint.ts';

type RefreshServices = Pick<Services, 'catalogue' | 'db' | 'egress' | 'vault'>;

/**
 * Trades the refresh token for new tokens (RFC 6749 section 6). Where the reply brings no refresh token, the old one stays.
 * What the reply says besides is laid over what was known; what was found of the account stays. Throws `needs_reconnect` where the grant has ended,
 * `app_not_configured` where the third party does not know the OAuth client, `provider_unreachable`, `provider_timeout`.
 */
export async function refreshTokens(
  services: RefreshServices,
  account: { workspace_id: number; app: string },
  stored: StoredOAuth & { refreshToken: string },
): Promise<Tokens> {
  const scheme = oauthSchemeOf(services.catalogue.findApp(account.app), stored.scheme);
  const client = await loadOAuthClient(services, account.workspace_id, account.app);
  const endpoints = endpointsOf(scheme, client, services.egress);
  try {
    const response = await oauth.refreshTokenGrantRequest(
      endpoints.as,
      endpoints.client,
      endpoints.authentication,
      stored.refreshToken,
      endpoints.optionsFor(scheme.tokenUrl),
    );
    const tokens = await readTokens(scheme, endpoints, response, oauth.processRefreshTokenResponse);
    const refreshToken = tokens.stored.refreshToken ?? stored.refreshToken;
    const extra = { ...stored.extra, ...tokens.stored.extra };
    return { ...tokens, stored: { ...tokens.stored, refreshToken, extra, found: stored.found } };
  } catch (thrown) {
    throw refreshFailure(thrown);
  }
}

function refreshFailure(thrown: unknown): Error {
  const { error, cause } = oauthFailure(thrown);
  if (cause instanceof ConnectorError) return cause;
  if (error === 'invalid_grant') return needsReconnect(cause);
  if (error === 'invalid_client' || error === 'unauthorized_client') {
    return new DomainError(
      'app_not_configured',
      'The app does not accept the OAuth client that the operator entered.',
      {
        cause,
      },
    );
  }
  return new DomainError('provider_unreachable', 'The app did not renew its access. Try again later.', { cause });
}

export function needsReconnect(cause?: unknown): DomainError {
  return new DomainError('needs_reconnect', 'The app has ended its access. The user has to connect it again.', {
    cause,
  });
}
