/** How both engines turn a column's text into a value, so that no caller can tell which engine answered. */

/** Ids and counters: numbers, since they are positive safe integers. */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The bigint ${text} does not fit a number.`);
  return value;
}

export function parseBytea(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'));
}

export function parseTimestamp(text: string): Date {
  return new Date(text);
}
