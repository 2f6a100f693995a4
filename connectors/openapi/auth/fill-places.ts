import { Buffer } from 'node:buffer';
import type { Credentials } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { CustomPlacement, Placement } from '../app-file.ts';

export function fillOAuth2(place: Placement, credentials: Credentials) {
  if (credentials.type !== 'oauth2') throw otherScheme(credentials);
  return [{ in: place.in, name: place.name, value: place.prefix + credentials.accessToken }];
}

export function fillApiKey(place: Placement, field: string, credentials: Credentials) {
  return [{ in: place.in, name: place.name, value: place.prefix + fieldValue(credentials, field) }];
}

/** RFC 7617, in UTF-8. `fixed` is the half that every account has. */
export function fillBasic(fixed: { username?: string; password?: string }, credentials: Credentials) {
  const half = (name: 'username' | 'password') => fixed[name] ?? fieldValue(credentials, name);
  const pair = `${half('username')}:${half('password')}`;
  return [{ in: 'header' as const, name: 'Authorization', value: `Basic ${Buffer.from(pair).toString('base64')}` }];
}

export function fillCustom(places: readonly CustomPlacement[], credentials: Credentials) {
  return places.map((place) => ({
    in: place.in,
    name: place.name,
    value: place.value.replace(/\{([A-Za-z0-9_-]+)\}/g, (_, field: string) => fieldValue(credentials, field)),
  }));
}

function fieldValue(credentials: Credentials, field: string): string {
  if (credentials.type === 'oauth2') throw otherScheme(credentials);
  const value = Object.hasOwn(credentials.values, field) ? credentials.values[field] : undefined;
  if (value === undefined)
    throw new ConnectorError('needs_reconnect', `The account has no "${field}". Connect it again.`);
  return value;
}

function otherScheme(credentials: Credentials): ConnectorError {
  const message = `The account was connected by "${credentials.scheme}", which has changed its kind. Connect it again.`;
  return new ConnectorError('needs_reconnect', message);
}
