import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { AccountIdentity, AuthScheme, Credentials } from '#connectors/kit/connector.ts';

const digest = promisify<string, string, number, Buffer>(scrypt);
const DIGEST_BYTES = 16;

/**
 * An account's identity where app.json names nothing that tells it: the user's name where there is one, otherwise a
 * digest of the credentials. The same credentials are the same account again; a new key or token is a new account. The
 * digest is a slow one, because it is kept in the open and a password could be guessed by a fast one.
 */
export async function credentialsIdentity(
  appName: string,
  scheme: AuthScheme,
  credentials: Credentials,
): Promise<AccountIdentity> {
  const known = plainValues(scheme, credentials);
  const displayName = known.join(', ') || scheme.title;
  const identifying = scheme.type === 'basic' ? known : secretsOf(credentials);
  const hash = await digest(JSON.stringify(identifying), `${appName}/${scheme.name}`, DIGEST_BYTES);
  const externalId = `${scheme.name}:${hash.toString('hex')}`;
  return scheme.type === 'basic' ? { externalId, displayName } : { externalId, displayName, isOfCredentials: true };
}

/** What the user typed in that is no secret. */
function plainValues(scheme: AuthScheme, credentials: Credentials): string[] {
  if (scheme.type === 'oauth2' || credentials.type === 'oauth2') return [];
  const { values } = credentials;
  const plain = scheme.fields.filter(({ type, name }) => type !== 'secret' && Object.hasOwn(values, name));
  return plain.map(({ name }) => values[name] ?? '').filter((value) => value !== '');
}

function secretsOf(credentials: Credentials): unknown {
  return credentials.type === 'oauth2' ? credentials.accessToken : Object.entries(credentials.values).sort();
}
