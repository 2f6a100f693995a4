import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import type { AuthOverlay } from '../app-file.ts';
import { otherKind } from './other-kind.ts';
import type { NamedAuth, PieceScheme } from './piece-scheme.ts';

/**
 * Empty where the addresses depend on a field that app.json gives no value: OAuth has no step in which a user could
 * enter one first.
 */
export function oauthScheme(
  { name, index, auth: { oauth, title } }: NamedAuth,
  { values: props, ...overlay }: AuthOverlay,
): PieceScheme[] {
  if (!oauth || oauth.grantType === 'client_credentials') return [];
  const [authUrl, tokenUrl] = [oauth.authUrl, oauth.tokenUrl].map((url) =>
    url.replaceAll(/\{(\w+)\}/g, (whole, field: string) => (Object.hasOwn(props, field) ? props[field]! : whole)),
  );
  if (!authUrl || !tokenUrl || `${authUrl}${tokenUrl}`.includes('{')) return [];
  const { authorizationUrl, parameters } = splitQuery(authUrl);
  const scheme: OAuth2Scheme = {
    type: 'oauth2',
    name,
    title: overlay.title ?? (title || 'OAuth'),
    ...(overlay.description ? { description: overlay.description } : {}),
    authorizationUrl,
    tokenUrl,
    scopes: oauth.scope,
    authorizationParameters: { ...parameters, ...oauth.extra, ...(oauth.prompt ? { prompt: oauth.prompt } : {}) },
    clientAuthentication: oauth.authorizationMethod === 'HEADER' ? 'client_secret_basic' : 'client_secret_post',
    ...overlay.oauth2,
  };
  const { account, send = [{ in: 'header', name: 'Authorization', value: 'Bearer {access_token}' }] } = overlay;
  const valuesOf: PieceScheme['valuesOf'] = (credentials) => {
    if (credentials.type !== 'oauth2') throw otherKind();
    return { ...props, access_token: credentials.accessToken };
  };
  const toPiece: PieceScheme['toPiece'] = (credentials) => {
    if (credentials.type !== 'oauth2') throw otherKind();
    const { accessToken, tokenType, extra } = credentials;
    const token = { access_token: accessToken, token_type: tokenType, scope: scheme.scopes.join(' ') };
    return { index, value: { type: 'OAUTH2', ...token, data: extra, props } };
  };
  return [{ scheme, send, ...(account ? { account } : {}), valuesOf, toPiece }];
}

/** Some pieces put parameters into the address; the authorization request is made from both. */
function splitQuery(address: string): { authorizationUrl: string; parameters: Record<string, string> } {
  const url = new URL(address);
  const parameters = Object.fromEntries(url.searchParams);
  url.search = '';
  return { authorizationUrl: url.href, parameters };
}
