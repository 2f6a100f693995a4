import { createHash, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { KEY_BYTES } from './aes-gcm.ts';

export const KEY_ID_BYTES = 8;

/** A key as an object that logs and JSON do not show. */
export function keyFrom(bytes: Uint8Array): KeyObject {
  if (bytes.length !== KEY_BYTES) throw new RangeError(`A key has ${KEY_BYTES} bytes.`);
  return createSecretKey(bytes);
}

export function newDataKey(): KeyObject {
  return keyFrom(randomBytes(KEY_BYTES));
}

/** Tells keys apart without telling anything about them. */
export function keyIdOf(key: KeyObject): Buffer {
  return createHash('sha256').update('integry vault key id').update(key.export()).digest().subarray(0, KEY_ID_BYTES);
}
