/** A UUID (RFC 9562, version 4), also on a plain http page, where `crypto.randomUUID` does not exist. */
export function newCallId(): string {
  return crypto.randomUUID?.() ?? 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', randomHexDigit);
}

/** Ids are public: they tell calls apart and prove nothing. */
function randomHexDigit(): string {
  return Math.trunc(Math.random() * 16).toString(16);
}
