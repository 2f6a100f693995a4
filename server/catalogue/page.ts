import { DomainError } from '../errors.ts';

export interface Page<Entry> {
  entries: readonly Entry[];
  /** How many entries all pages have together */
  count: number;
  /** Of the next page; empty at the end */
  cursor: string;
}

export interface PageRequest {
  /** Of the page before; empty for the first */
  cursor: string;
  size: number;
}

/** One page of a list. The cursor names the last entry of the page before. Throws `invalid_argument` for one that is not ours. */
export function pageOf<Entry>(
  all: readonly Entry[],
  nameOf: (entry: Entry) => string,
  { cursor, size }: PageRequest,
): Page<Entry> {
  const after = Buffer.from(cursor, 'base64url').toString();
  const start = cursor === '' ? 0 : all.findIndex((entry) => nameOf(entry) === after) + 1;
  if (cursor !== '' && start === 0) {
    throw new DomainError('invalid_argument', 'The _cursor does not belong to this list. Start again without one.');
  }
  const entries = all.slice(start, start + size);
  const last = entries.at(-1);
  const isEnd = start + size >= all.length || last === undefined;
  return { entries, count: all.length, cursor: isEnd ? '' : cursorOf(nameOf(last)) };
}

function cursorOf(name: string): string {
  return Buffer.from(name).toString('base64url');
}
