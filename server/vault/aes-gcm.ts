import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

const NONCE_BYTES = 12;
/** Said out loud because Node takes shorter tags, which can be guessed, wherever no length is given. */
const TAG_BYTES = 16;
const options = { authTagLength: TAG_BYTES };

export const KEY_BYTES = 32;
/** By how much the ciphertext is longer than the plaintext. */
export const OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

/** AES-256-GCM (NIST SP 800-38D): nonce, ciphertext, tag. `associated` is not stored, but has to be the same to decrypt. */
export function encrypt(key: KeyObject, plaintext: Uint8Array, associated: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, options).setAAD(associated);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Throws, and lets nothing of the plaintext out, unless every bit is as it was. */
export function decrypt(key: KeyObject, sealed: Uint8Array, associated: Uint8Array): Uint8Array {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const ciphertext = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
  const tag = sealed.subarray(-TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, options).setAAD(associated).setAuthTag(tag);
  const plaintext = decipher.update(ciphertext);
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    throw new Error('The sealed value was changed, or it belongs to another place.');
  } finally {
    plaintext.fill(0);
  }
}
