import * as oauth from 'oauth4webapi';
import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import type { Egress } from '../egress/guarded-fetch.ts';
import { DomainError } from '../errors.ts';
import type { OAuthClient } from './oauth-client.ts';

export interface AuthorizationRequest {
  url: string;
  /** 256 bits; only its SHA-256 is kept */
  state: string;
  /** PKCE (RFC 7636): 256 bits, kept until the code is exchanged */
  verifier: string;
}

/**
 * Makes an authorization request (RFC 6749 section 4.1.1) with PKCE by S256, always. A connector's own parameters
 * cannot replace those of the protocol. Throws `connect_failed` where the browser may not be sent to the address.
 */
export async function authorizationRequest(
  scheme: OAuth2Scheme,
  client: OAuthClient,
  redirectUri: string,
  egress: Pick<Egress, 'allowsInternal'>,
): Promise<AuthorizationRequest> {
  const url = new URL(scheme.authorizationUrl);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && egress.allowsInternal(url))) {
    throw new DomainError('connect_failed', 'The authorization page of the app has no secure address.');
  }
  const state = oauth.generateRandomState();
  const verifier = oauth.generateRandomCodeVerifier();
  const parameters = {
    ...scheme.authorizationParameters,
    ...(scheme.scopes.length > 0 && { scope: scheme.scopes.join(' ') }),
    response_type: 'code',
    client_id: client.id,
    redirect_uri: redirectUri,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url: url.href, state, verifier };
}
