/** A UUID (RFC 9562, version 4), also on a plain http page, where `crypto.randomUUID` does not exist. */
export function newCallId(): string {
  return crypto.randomUUID?.() ?? 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', randomHexDigit);
}

function randomHexDigit(): string {
  return (crypto.getRandomValues(new Uint8Array(1))[0]! % 16).toString(16);
}
