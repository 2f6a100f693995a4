/** The vendor's cursor is opaque; inside, it names the item that the next page starts with. */
export function writeCursor(id: number): string {
  return Buffer.from(JSON.stringify({ field: 'id', fieldValue: id, sortDirection: 'asc', id })).toString('base64url');
}

/** Undefined for what is none of our cursors. */
export function readCursor(cursor: string): number | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const id = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
    return typeof id === 'number' ? id : undefined;
  } catch {
    return undefined;
  }
}
