import type { AuthScheme, Credentials } from '#connectors/kit/connector.ts';

export interface CredentialPlace {
  in: 'header' | 'query' | 'cookie';
  name: string;
}

/** One way of connecting: what a user is asked for, and where it goes in a request. */
export interface Authenticator {
  scheme: AuthScheme;
  places: readonly CredentialPlace[];
  /** The places with their values. Throws `ConnectorError('needs_reconnect')` where the credentials lack one. */
  fill(credentials: Credentials): (CredentialPlace & { value: string })[];
}
