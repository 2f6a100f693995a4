import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../errors.ts';
import type { AppSecret } from './app-secrets.ts';

/** Lower-case hex of HMAC-SHA256 with the App-Secret as key and the User-ID as message, both as UTF-8. */
export function hashOf(secret: string, userId: string): string {
  return hmac(secret, userId).toString('hex');
}

/** Which of the workspace's live secrets made the hash. Throws `invalid_hash`. */
export function verifyHash(secrets: readonly AppSecret[], userId: string, hash: string): AppSecret {
  // Buffer.from would cut ill-formed hex short without a word.
  if (!/^[\da-f]{64}$/.test(hash)) {
    throw new DomainError('invalid_hash', 'The hash has to be 64 lower-case hexadecimal digits (HMAC-SHA256).');
  }
  const given = Buffer.from(hash, 'hex');
  const matching = secrets.filter((secret) => timingSafeEqual(hmac(secret.value, userId), given));
  if (matching[0]) return matching[0];
  throw new DomainError(
    'invalid_hash',
    'The hash does not belong to this User-ID. Compute HMAC-SHA256 of exactly the User-ID with an App-Secret of this App-Key.',
  );
}

/** The live secret that equals the given one, compared in constant time; undefined if none does. */
export function matchSecret(secrets: readonly AppSecret[], given: string): AppSecret | undefined {
  return secrets.filter((secret) => timingSafeEqual(sha256(secret.value), sha256(given)))[0];
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function hmac(secret: string, message: string): Buffer {
  return createHmac('sha256', createSecretKey(secret, 'utf8')).update(message).digest();
}
