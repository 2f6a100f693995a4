import * as oauth from 'oauth4webapi';
import { ConnectorError } from '#connectors/kit/errors.ts';

/** What a failed request to a third party's OAuth endpoint comes down to. */
export interface OAuthFailure {
  /** The `error` of RFC 6749 section 5.2, where the answer had one */
  error: string | undefined;
  /** For the log; an error of oauth4webapi itself holds the whole answer, tokens and codes included */
  cause: Error;
}

export function oauthFailure(thrown: unknown): OAuthFailure {
  if (thrown instanceof ConnectorError) return { error: undefined, cause: thrown };
  if (thrown instanceof oauth.ResponseBodyError) {
    const error = /^[\w.-]{1,80}$/.test(thrown.error) ? thrown.error : 'unreadable_error';
    return { error, cause: new Error(`the third party answered ${thrown.status} ${error}`) };
  }
  const message = thrown instanceof Error ? thrown.message : 'unknown failure';
  return { error: undefined, cause: new Error(message) };
}
