import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider from 'oidc-provider';
import { errorPage } from './pages.ts';
import type { TokenStore } from './token-store.ts';
import type { Users } from './users.ts';

export interface SandboxClient {
  id: string;
  secret: string;
  /** Shown on the sign-in and consent pages */
  name?: string;
  redirectUris: string[];
}

export interface ProviderOptions {
  origin: string;
  clients: SandboxClient[];
  /** Seconds */
  accessTokenTtl: number;
  store: TokenStore;
  users: Users;
}

const DAY = 24 * 60 * 60;

/**
 * The OAuth 2 server: authorization code with PKCE (S256) only, refresh tokens that change with each use, and whose reuse ends
 * the grant. Endpoints: /auth, /token, /token/revocation, /token/introspection, /me.
 */
export function createProvider({ origin, clients, accessTokenTtl, store, users }: ProviderOptions): Provider {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  return new Provider(origin, {
    adapter: (model) => store.adapter(model),
    clients: clients.map((client) => ({
      client_id: client.id,
      client_secret: client.secret,
      client_name: client.name ?? client.id,
      redirect_uris: client.redirectUris,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      id_token_signed_response_alg: 'ES256',
    })),
    claims: { openid: ['sub', 'name', 'email'] },
    // Cookies know no ports, and a demo's other servers are on the same host.
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: 'sandbox_session', interaction: 'sandbox_interaction', resume: 'sandbox_resume' },
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true, allowedPolicy: ownTokensOnly },
    },
    // A connection outlives the browser session in which it was made.
    expiresWithSession: () => false,
    findAccount: (_context, id) => {
      const user = users.find(id);
      if (!user) return undefined;
      return { accountId: id, claims: () => ({ sub: id, name: user.name, email: user.email }) };
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    // Also without `prompt=consent`, on which the library alone would insist: most vendors do not.
    issueRefreshToken: () => true,
    // Each connection is asked for, and has a grant of its own: revoking one leaves the user's others alone.
    loadExistingGrant: ({ oidc }) => {
      const grantId = oidc.result?.consent?.grantId;
      return grantId ? oidc.provider.Grant.find(grantId) : undefined;
    },
    jwks: { keys: [privateKey.export({ format: 'jwk' })] },
    pkce: { required: () => true },
    renderError: async (context, { error, error_description = 'The request is not valid.' }) => {
      context.type = 'html';
      context.body = String(await errorPage(error, error_description));
    },
    rotateRefreshToken: true,
    scopes: ['openid', 'offline_access', 'contacts'],
    ttl: {
      AccessToken: accessTokenTtl,
      AuthorizationCode: 60,
      Grant: 30 * DAY,
      IdToken: 60 * 60,
      Interaction: 60 * 60,
      RefreshToken: 30 * DAY,
      Session: DAY,
    },
  });
}

function ownTokensOnly(_context: unknown, client: { clientId: string }, token: { clientId: string }): boolean {
  return token.clientId === client.clientId;
}
