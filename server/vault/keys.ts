import { createHash, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { decrypt, encrypt, KEY_BYTES } from './aes-gcm.ts';
import type { WrappingKey } from './key-ring.ts';

export const KEY_ID_BYTES = 8;

/** A key as an object that logs and JSON do not show. */
export function keyFrom(bytes: Uint8Array): KeyObject {
  if (bytes.length !== KEY_BYTES) throw new RangeError(`A key has ${KEY_BYTES} bytes.`);
  return createSecretKey(bytes);
}

export function newDataKey(): Uint8Array {
  return randomBytes(KEY_BYTES);
}

/** A wrapping key that this process holds itself: 32 bytes. */
export function localKey(bytes: Uint8Array): WrappingKey {
  const key = keyFrom(bytes);
  return {
    id: keyIdOf(key),
    wrap: async (dataKey, associated) => encrypt(key, dataKey, associated),
    unwrap: async (wrapped, associated) => decrypt(key, wrapped, associated),
  };
}

/** Tells keys apart without telling anything about them. */
function keyIdOf(key: KeyObject): string {
  const digest = createHash('sha256').update('integry vault key id').update(key.export()).digest();
  return digest.subarray(0, KEY_ID_BYTES).toString('hex');
}
