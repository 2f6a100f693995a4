import { ConnectorError } from '#connectors/kit/errors.ts';
import type { CredentialPlace } from '../auth/authenticator.ts';
import { percentEncode } from './percent-encode.ts';

export type FilledPlace = CredentialPlace & { value: string };

/** What a header may hold: no line breaks, and only what its bytes can carry (RFC 9110 section 5.5). */
export const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

export function credentialQuery(credentials: readonly FilledPlace[]): string[] {
  return pairs(credentials, 'query');
}

/** Sets the headers that hold credentials, among them the cookies, which `cookies` go before. */
export function setCredentialHeaders(
  headers: Headers,
  credentials: readonly FilledPlace[],
  cookies: readonly string[],
): void {
  for (const place of credentials) {
    if (place.in === 'header') headers.set(place.name, credentialHeader(place.value));
  }
  const all = [...cookies, ...pairs(credentials, 'cookie')];
  if (all.length > 0) headers.set('cookie', all.join('; '));
}

function pairs(credentials: readonly FilledPlace[], place: CredentialPlace['in']): string[] {
  return credentials
    .filter((one) => one.in === place)
    .map((one) => `${percentEncode(one.name)}=${percentEncode(one.value)}`);
}

function credentialHeader(value: string): string {
  if (HEADER_VALUE.test(value)) return value;
  throw new ConnectorError(
    'credentials_rejected',
    'The credentials have characters that no app takes, such as line breaks. Copy them again.',
  );
}
