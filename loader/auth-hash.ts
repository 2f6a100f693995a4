/** The entry `integry-js/server`, for the customer's backend. Web Crypto, so that it runs wherever a backend does. */

/**
 * The `hash` of the SDK's configuration: HMAC-SHA256 (RFC 2104) of the User-ID, keyed with the App-Secret, as lower-case
 * hex. Rejects with a TypeError for an empty or ill-formed argument.
 */
export async function getAuthHash(userId: string, appSecret: string): Promise<string> {
  const message = bytesOf('userId', userId);
  const secret = bytesOf('appSecret', appSecret);
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
  return Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(name: string, value: unknown): Uint8Array<ArrayBuffer> {
  // A lone surrogate would be encoded as U+FFFD: the hash of another user.
  if (typeof value !== 'string' || !value.trim() || !value.isWellFormed()) {
    throw new TypeError(`${name} must be a well-formed string with something in it`);
  }
  return new TextEncoder().encode(value);
}
