import * as oauth from 'oauth4webapi';
import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { Services } from '../services.ts';
import { loadOAuthClient, oauthSchemeOf } from './oauth-client.ts';
import { openCredentials, type StoredCredentials, type StoredOAuth } from './stored-credentials.ts';
import { endpointsOf, type Endpoints } from './token-endpoint.ts';
import { valueAt } from './value-at.ts';

type RevokeServices = Pick<Services, 'catalogue' | 'db' | 'egress' | 'log' | 'vault'>;

const DEADLINE_MS = 10_000;

/**
 * Takes an account's tokens back at the third party; the row may be gone already. True if the third party confirmed it, or
 * if there are no tokens. Never throws and ends within the time of two requests: what failed is logged.
 */
export async function revokeCredentials(services: RevokeServices, account: AccountRow): Promise<boolean> {
  return logged(services, account, async () =>
    revokeStored(services, account, await openCredentials(services, account)),
  );
}

/** As `revokeCredentials`, for tokens that came too late to be kept in the account's row. */
export async function revokeUnkept(
  services: RevokeServices,
  account: AccountRow,
  stored: StoredCredentials,
): Promise<boolean> {
  return logged(services, account, () => revokeStored(services, account, stored));
}

async function logged({ log }: RevokeServices, account: AccountRow, revoke: () => Promise<boolean>): Promise<boolean> {
  const fields = { workspaceId: account.workspace_id, accountId: account.id, app: account.app };
  try {
    const revoked = await revoke();
    if (!revoked) log.warn('the third party has not revoked the tokens', fields);
    return revoked;
  } catch (error) {
    log.warn('the tokens could not be revoked', { ...fields, error });
    return false;
  }
}

async function revokeStored(
  services: RevokeServices,
  account: AccountRow,
  stored: StoredCredentials,
): Promise<boolean> {
  if (stored.type !== 'oauth2') return true;
  const scheme = oauthSchemeOf(services.catalogue.findApp(account.app), stored.scheme);
  const client = await loadOAuthClient(services, account.workspace_id, account.app);
  return revokeTokens(scheme, endpointsOf(scheme, client, services.egress), stored);
}

/**
 * RFC 7009: the refresh token, with which the access tokens of its grant end (section 2.1), then the access token, for
 * servers that do not heed that, then the scheme's further tokens; of a shared token only these. False where the third party has no way of revoking or
 * did not confirm the first. Ends within 10 seconds and never throws.
 */
export async function revokeTokens(scheme: OAuth2Scheme, endpoints: Endpoints, stored: StoredOAuth): Promise<boolean> {
  const { revocationUrl } = scheme;
  if (revocationUrl === undefined) return false;
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const confirmed: boolean[] = [];
  for (const { hint, token } of tokensOf(scheme, stored)) {
    confirmed.push(await revokeToken(endpoints, revocationUrl, token, hint, signal));
  }
  return confirmed[0] ?? false;
}

function tokensOf(scheme: OAuth2Scheme, stored: StoredOAuth): { hint: string; token: string }[] {
  const further = (scheme.tokenReply?.furtherTokens ?? []).map((pointer) => valueAt(stored.extra, pointer));
  const own = [
    { hint: 'refresh_token', token: stored.refreshToken },
    { hint: 'access_token', token: stored.accessToken },
  ];
  return [
    ...(scheme.tokenReply?.shared ? [] : own),
    ...further.map((token) => ({ hint: 'access_token', token })),
  ].filter((one): one is { hint: string; token: string } => typeof one.token === 'string');
}

async function revokeToken(
  { as, client, authentication, optionsFor }: Endpoints,
  revocationUrl: string,
  token: string,
  hint: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const options = { ...optionsFor(revocationUrl), signal, additionalParameters: { token_type_hint: hint } };
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, authentication, token, options));
    return true;
  } catch {
    return false;
  }
}
