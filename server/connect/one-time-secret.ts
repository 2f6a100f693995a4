import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../sessions/hash.ts';

/** A value that is handed out once; only its SHA-256 is kept. */
export interface OneTimeSecret {
  /** 256 bits as 43 base64url characters */
  value: string;
  hash: Uint8Array;
}

export function createOneTimeSecret(): OneTimeSecret {
  const value = randomBytes(32).toString('base64url');
  return { value, hash: sha256(value) };
}

/** Compares in constant time. A hash that is absent matches nothing. */
export function matchesHash(value: string, hash: Uint8Array | null): boolean {
  return hash !== null && hash.length === 32 && timingSafeEqual(sha256(value), hash);
}
