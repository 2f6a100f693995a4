import * as oauth from 'oauth4webapi';
import { JsonObject } from '#bridge-protocol/json.ts';
import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import type { Egress } from '../egress/guarded-fetch.ts';
import type { OAuthClient } from './oauth-client.ts';
import type { StoredOAuth } from './stored-credentials.ts';
import { normaliseTokenReply } from './token-reply.ts';

/** A third party's OAuth endpoints, in the form of oauth4webapi, and how to reach them. */
export interface Endpoints {
  as: oauth.AuthorizationServer;
  client: oauth.Client;
  authentication: oauth.ClientAuth;
  optionsFor(url: string): oauth.TokenEndpointRequestOptions;
}

export function endpointsOf(scheme: OAuth2Scheme, client: OAuthClient, egress: Egress): Endpoints {
  return {
    as: {
      // Where the vendor has no issuer, answers are not checked against this stand-in.
      issuer: scheme.issuer ?? new URL(scheme.authorizationUrl).origin,
      authorization_response_iss_parameter_supported: scheme.issuer !== undefined,
      token_endpoint: scheme.tokenUrl,
      id_token_signing_alg_values_supported: idTokenAlgorithms,
      revocation_endpoint: scheme.revocationUrl,
    },
    client: { client_id: client.id },
    authentication: authenticationOf(scheme, client),
    optionsFor: (url) => ({
      [oauth.allowInsecureRequests]: egress.allowsInternal(new URL(url)),
      [oauth.customFetch]: (target, init) =>
        egress.fetchTo([new URL(url).hostname])(new Request(target, { ...init, body: init.body })),
    }),
  };
}

function authenticationOf(scheme: OAuth2Scheme, { secret }: OAuthClient): oauth.ClientAuth {
  if (scheme.clientAuthentication === 'none' || !secret) return oauth.None();
  return scheme.clientAuthentication === 'client_secret_basic'
    ? basicAuthentication(secret)
    : oauth.ClientSecretPost(secret);
}

/**
 * RFC 6749 section 2.3.1. oauth4webapi also encodes `-`, `_` and `.`, which need not be and which stand in most secrets;
 * vendors that do not decode what they get would then know no client.
 */
function basicAuthentication(secret: string): oauth.ClientAuth {
  return (_as, client, _body, headers) => {
    headers.set('authorization', `Basic ${btoa(`${formEncoded(client.client_id)}:${formEncoded(secret)}`)}`);
  };
}

function formEncoded(value: string): string {
  return new URLSearchParams({ '': value }).toString().slice(1);
}

/** What a token reply is worth to us. */
export interface Tokens {
  stored: StoredOAuth;
  /** Null: the access token does not end */
  expiresAt: Date | null;
}

/** What an issuer may sign an ID token with; never `none`, nor with the secret that both sides know. */
const idTokenAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

/**
 * The claims of the ID token, where the scheme wants one: issuer, audience and times have been checked. The signature need
 * not be, for it came from the issuer itself and nobody between (OpenID Connect Core section 3.1.3.7, point 6).
 */
function identityOf(tokens: oauth.TokenEndpointResponse): { id_token?: JsonObject } {
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  return claims ? { id_token: JsonObject.parse(claims) } : {};
}

type Process = (
  as: oauth.AuthorizationServer,
  client: oauth.Client,
  response: Response,
) => Promise<oauth.TokenEndpointResponse>;

/** Reads the reply to a token request, whose form `process` checks. */
export async function readTokens(
  scheme: OAuth2Scheme,
  { as, client }: Endpoints,
  response: Response,
  process: Process,
): Promise<Tokens> {
  const received = Date.now();
  const reply = await normaliseTokenReply(response, scheme.tokenReply);
  const tokens = await process(as, client, reply.response);
  const lasts = tokens.expires_in ?? scheme.defaultExpiresIn;
  return {
    stored: {
      type: 'oauth2',
      scheme: scheme.name,
      accessToken: tokens.access_token,
      tokenType: tokens.token_type,
      refreshToken: tokens.refresh_token,
      lifetime: lasts,
      extra: { ...reply.extra, ...identityOf(tokens) },
    },
    expiresAt: lasts === undefined ? null : new Date(received + lasts * 1000),
  };
}
