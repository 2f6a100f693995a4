import { readCursor, writeCursor } from './cursor.ts';

export interface Item {
  id: number;
  [field: string]: unknown;
}

export interface Page {
  items: Item[];
  /** Null at the end */
  nextCursor: string | null;
}

/** The items of one kind in the order of their ids. */
export class Collection {
  readonly #items = new Map<number, Item>();
  #lastId: number;

  constructor(firstId = 1) {
    this.#lastId = firstId - 1;
  }

  add(fields: Record<string, unknown>): Item {
    this.#lastId += 1;
    const item = { id: this.#lastId, ...fields };
    this.#items.set(item.id, item);
    return item;
  }

  find(id: number): Item | undefined {
    return this.#items.get(id);
  }

  remove(id: number): boolean {
    return this.#items.delete(id);
  }

  all(): Item[] {
    return [...this.#items.values()];
  }

  /** Undefined where the cursor is none of ours. */
  page(limit: number, cursor: string | undefined, accepts: (item: Item) => boolean): Page | undefined {
    const from = cursor === undefined ? 0 : readCursor(cursor);
    if (from === undefined) return undefined;
    const rest = [...this.#items.values()].filter((item) => item.id >= from && accepts(item));
    const next = rest[limit];
    return { items: rest.slice(0, limit), nextCursor: next ? writeCursor(next.id) : null };
  }
}
