import type { AccountIdentity, CallContext, Connector, OAuth2Scheme } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { fakeConnector } from './fake-connector.ts';

interface OAuthApp {
  name: string;
  /** The third party's; it has /auth, /token, /token/revocation and /api/me */
  origin: string;
  scheme?: Partial<OAuth2Scheme>;
  allowMultipleAccounts?: boolean;
}

/** An app behind a real OAuth server on the loopback: whose account it is, the third party is asked. */
export function oauthConnector({ name, origin, scheme, allowMultipleAccounts }: OAuthApp): Connector {
  const auth: OAuth2Scheme = {
    type: 'oauth2',
    name: 'oauth2',
    title: 'Sign in',
    authorizationUrl: `${origin}/auth`,
    tokenUrl: `${origin}/token`,
    revocationUrl: `${origin}/token/revocation`,
    scopes: ['openid', 'contacts'],
    clientAuthentication: 'client_secret_basic',
    ...scheme,
  };
  return {
    ...fakeConnector({ name, title: name.toUpperCase(), auth: [auth], allowMultipleAccounts }),
    verify: (context) => askWhose(`${origin}/api/me`, context),
  };
}

async function askWhose(url: string, { credentials, fetch, signal }: CallContext): Promise<AccountIdentity> {
  if (credentials.type !== 'oauth2') throw new ConnectorError('credentials_rejected', 'A token is needed.');
  const headers = { authorization: `Bearer ${credentials.accessToken}` };
  const response = await fetch(new Request(url, { headers, signal }));
  if (!response.ok) throw new ConnectorError('credentials_rejected', 'The token is not accepted.');
  const { id, name } = (await response.json()) as { id: string; name: string };
  return { externalId: id, displayName: name, found: { user_id: id } };
}
