import type { KeyObject } from 'node:crypto';
import { DomainError } from '../errors.ts';
import { decrypt, encrypt, KEY_BYTES, OVERHEAD_BYTES } from './aes-gcm.ts';
import { keyFrom, keyIdOf, KEY_ID_BYTES, newDataKey } from './keys.ts';

/**
 * Seals secrets before they are stored. Each has a data key of its own, which is wrapped by a key that lives outside
 * the database: whoever has only the database, or a backup of it, has nothing.
 */
export interface Vault {
  /**
   * `context` names the one place the secret belongs to by the row's natural key, workspace first, such as
   * `oauth_clients/<workspaceId>/<app>`. Only the same context opens it, so a value copied to another row is worthless.
   */
  seal(plaintext: string, context: string): Promise<Uint8Array>;
  /** Throws if a single bit was changed, if the context is another one, or if the key is gone (`invalid_environment`). */
  open(sealed: Uint8Array, context: string): Promise<string>;
  /** The same secret under the current key, for a rotation; the secret itself is not decrypted. */
  rewrap(sealed: Uint8Array): Promise<Uint8Array>;
}

/*
 * A sealed value: format (1 byte), id of the wrapping key (8), wrapped data key (12 + 32 + 16), secret (12 + n + 16).
 */
const FORMAT = 1;
const HEADER_BYTES = 1 + KEY_ID_BYTES;
const WRAPPED_KEY_BYTES = KEY_BYTES + OVERHEAD_BYTES;

interface Parts {
  header: Uint8Array;
  wrappedKey: Uint8Array;
  secret: Uint8Array;
}

/** `previousKeys` still open what they sealed. Each key is 32 bytes. */
export function createVault(currentKey: Uint8Array, previousKeys: readonly Uint8Array[] = []): Vault {
  const current = keyFrom(currentKey);
  const keys = new Map([current, ...previousKeys.map(keyFrom)].map((key) => [keyIdOf(key).toString('hex'), key]));
  return {
    seal: async (plaintext, context) => join(seal(current, plaintext, context)),
    open: async (sealed, context) => {
      const parts = split(sealed);
      const bytes = decrypt(unwrap(keys, parts), parts.secret, contextBytes(context));
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    },
    rewrap: async (sealed) => {
      const parts = split(sealed);
      return join({ ...wrap(current, unwrap(keys, parts)), secret: parts.secret });
    },
  };
}

function seal(wrappingKey: KeyObject, plaintext: string, context: string): Parts {
  const dataKey = newDataKey();
  const secret = encrypt(dataKey, Buffer.from(plaintext, 'utf8'), contextBytes(context));
  return { ...wrap(wrappingKey, dataKey), secret };
}

function wrap(wrappingKey: KeyObject, dataKey: KeyObject): Omit<Parts, 'secret'> {
  const header = Buffer.concat([Uint8Array.of(FORMAT), keyIdOf(wrappingKey)]);
  return { header, wrappedKey: encrypt(wrappingKey, dataKey.export(), header) };
}

function unwrap(keys: ReadonlyMap<string, KeyObject>, { header, wrappedKey }: Parts): KeyObject {
  const wrappingKey = keys.get(Buffer.from(header.subarray(1)).toString('hex'));
  if (wrappingKey) return keyFrom(decrypt(wrappingKey, wrappedKey, header));
  const message =
    'A stored secret was sealed with another key. Restore that key as VAULT_KEY, or as vault.key in DATA_DIR.';
  throw new DomainError('invalid_environment', message);
}

function split(sealed: Uint8Array): Parts {
  if (sealed[0] !== FORMAT || sealed.length < HEADER_BYTES + WRAPPED_KEY_BYTES + OVERHEAD_BYTES) {
    throw new Error('These bytes are not a sealed value.');
  }
  return {
    header: sealed.subarray(0, HEADER_BYTES),
    wrappedKey: sealed.subarray(HEADER_BYTES, HEADER_BYTES + WRAPPED_KEY_BYTES),
    secret: sealed.subarray(HEADER_BYTES + WRAPPED_KEY_BYTES),
  };
}

function join({ header, wrappedKey, secret }: Parts): Uint8Array {
  return new Uint8Array(Buffer.concat([header, wrappedKey, secret]));
}

function contextBytes(context: string): Uint8Array {
  if (context === '') throw new TypeError('A secret is sealed for a place: name it.');
  return Buffer.concat([Uint8Array.of(FORMAT), Buffer.from(context, 'utf8')]);
}
