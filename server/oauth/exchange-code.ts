import * as oauth from 'oauth4webapi';
import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import { readTokens, type Endpoints, type Tokens } from './token-endpoint.ts';

export interface CodeExchange {
  /** The answer, as `answerChecks` have let it through */
  query: URLSearchParams;
  redirectUri: string;
  verifier: string;
}

/** Trades the code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5). Throws errors of oauth4webapi or egress. */
export async function exchangeCode(
  scheme: OAuth2Scheme,
  endpoints: Endpoints,
  { query, redirectUri, verifier }: CodeExchange,
): Promise<Tokens> {
  const { as, client, authentication } = endpoints;
  const answer = new URLSearchParams(query);
  // Where no issuer is known there is nothing to compare it with.
  if (scheme.issuer === undefined) answer.delete('iss');
  const parameters = oauth.validateAuthResponse(as, client, answer, oauth.skipStateCheck);
  const options = endpoints.optionsFor(scheme.tokenUrl);
  const response = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    authentication,
    parameters,
    redirectUri,
    verifier,
    options,
  );
  return readTokens(scheme, endpoints, response, oauth.processAuthorizationCodeResponse);
}
