import { DomainError } from '../errors.ts';
import { decrypt, encrypt } from './aes-gcm.ts';
import { givenKeys } from './given-keys.ts';
import type { KeyRing } from './key-ring.ts';
import { keyFrom, newDataKey } from './keys.ts';
import { joinSealed, splitSealed, wrappingContext, type SealedParts } from './sealed-value.ts';

const CONTEXT_VERSION = 1;

/**
 * Seals secrets before they are stored. Each has a data key of its own, which is wrapped by a key that lives outside
 * the database: whoever has only the database, or a backup of it, has nothing.
 */
export interface Vault {
  /** What wraps the data keys */
  readonly keys: KeyRing;
  /**
   * `context` names the one place the secret belongs to by the row's natural key, workspace first, such as
   * `oauth_clients/<workspaceId>/<app>`. Only the same context opens it, so a value copied to another row is worthless.
   */
  seal(plaintext: string, context: string): Promise<Uint8Array>;
  /** Throws if a single bit was changed, if the context is another one, or if the key is gone (`invalid_environment`). */
  open(sealed: Uint8Array, context: string): Promise<string>;
  /** The same secret under the newest key, for a rotation; the secret itself is not decrypted. */
  rewrap(sealed: Uint8Array): Promise<Uint8Array>;
}

/** The vault under keys of 32 bytes. `previousKeys` still open what they sealed. */
export function createVault(currentKey: Uint8Array, previousKeys: readonly Uint8Array[] = []): Vault {
  return vaultUnder(givenKeys([...previousKeys, currentKey]));
}

export function vaultUnder(keys: KeyRing): Vault {
  return {
    keys,
    seal: async (plaintext, context) => {
      const dataKey = newDataKey();
      const secret = encrypt(keyFrom(dataKey), Buffer.from(plaintext, 'utf8'), contextBytes(context));
      return joinSealed({ ...(await wrap(keys, dataKey)), secret });
    },
    open: async (sealed, context) => {
      const parts = splitSealed(sealed);
      const bytes = decrypt(keyFrom(await unwrap(keys, parts)), parts.secret, contextBytes(context));
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    },
    rewrap: async (sealed) => {
      const parts = splitSealed(sealed);
      return joinSealed({ ...(await wrap(keys, await unwrap(keys, parts))), secret: parts.secret });
    },
  };
}

async function wrap(keys: KeyRing, dataKey: Uint8Array): Promise<Omit<SealedParts, 'secret'>> {
  const key = await keys.newest();
  return { keyId: key.id, wrappedKey: await key.wrap(dataKey, wrappingContext(key.id)) };
}

async function unwrap(keys: KeyRing, { keyId, wrappedKey }: SealedParts): Promise<Uint8Array> {
  const key = await keys.find(keyId);
  if (key) return key.unwrap(wrappedKey, wrappingContext(keyId));
  const message =
    `A stored secret was sealed with another key, ${keyId}. ` +
    'Restore that key in VAULT_KEY, or in vault.key in DATA_DIR.';
  throw new DomainError('invalid_environment', message);
}

function contextBytes(context: string): Uint8Array {
  if (context === '') throw new TypeError('A secret is sealed for a place: name it.');
  return Buffer.concat([Uint8Array.of(CONTEXT_VERSION), Buffer.from(context, 'utf8')]);
}
