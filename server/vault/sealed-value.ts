import { KEY_BYTES, OVERHEAD_BYTES } from './aes-gcm.ts';
import { KEY_ID_BYTES } from './keys.ts';

/*
 * A sealed value: format (1 byte), id of the wrapping key (8), wrapped data key, secret (12 + n + 16). In format 1 the
 * wrapped data key has 60 bytes (12 + 32 + 16); in format 2, for keys of a service, its length stands before it (2 bytes).
 */
const LOCAL = 1;
const SERVICE = 2;
const HEADER_BYTES = 1 + KEY_ID_BYTES;
const LENGTH_BYTES = 2;
const LOCAL_KEY_BYTES = KEY_BYTES + OVERHEAD_BYTES;
const MAX_KEY_BYTES = 0xffff;

export interface SealedParts {
  /** Of the wrapping key, in hexadecimal */
  keyId: string;
  wrappedKey: Uint8Array;
  secret: Uint8Array;
}

/** Throws for what was not sealed here, or was cut. */
export function splitSealed(sealed: Uint8Array): SealedParts {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const { start, end } = wrappedKeyAt(bytes);
  if (bytes.length < end + OVERHEAD_BYTES) throw notSealed();
  return {
    keyId: bytes.toString('hex', 1, HEADER_BYTES),
    wrappedKey: bytes.subarray(start, end),
    secret: bytes.subarray(end),
  };
}

function wrappedKeyAt(bytes: Buffer): { start: number; end: number } {
  if (bytes[0] === LOCAL) return { start: HEADER_BYTES, end: HEADER_BYTES + LOCAL_KEY_BYTES };
  const start = HEADER_BYTES + LENGTH_BYTES;
  if (bytes[0] !== SERVICE || bytes.length < start) throw notSealed();
  return { start, end: start + bytes.readUInt16BE(HEADER_BYTES) };
}

export function joinSealed({ keyId, wrappedKey, secret }: SealedParts): Uint8Array {
  const { length } = wrappedKey;
  if (length === 0 || length > MAX_KEY_BYTES) throw new RangeError(`A wrapped key has 1 to ${MAX_KEY_BYTES} bytes.`);
  const id = Buffer.from(keyId, 'hex');
  if (length === LOCAL_KEY_BYTES) return concat([Uint8Array.of(LOCAL), id, wrappedKey, secret]);
  return concat([Uint8Array.of(SERVICE), id, Uint8Array.of(length >> 8, length & 0xff), wrappedKey, secret]);
}

/** What a wrapped data key is bound to: the layout's version, and the key that it says has wrapped it. */
export function wrappingContext(keyId: string): Uint8Array {
  return concat([Uint8Array.of(LOCAL), Buffer.from(keyId, 'hex')]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function notSealed(): Error {
  return new Error('These bytes are not a sealed value.');
}
