export interface CrmRecord {
  id: string;
  properties: Record<string, string | null>;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
}

export interface Page<Item> {
  results: Item[];
  /** Undefined at the end */
  after: string | undefined;
}

/** The records of one type in the order of their ids. */
export class RecordStore {
  readonly #records: CrmRecord[] = [];
  #lastId: number;

  constructor(firstId: number) {
    this.#lastId = firstId - 1;
  }

  add(properties: Record<string, string>, now = new Date().toISOString()): CrmRecord {
    this.#lastId += 1;
    const id = String(this.#lastId);
    const times = { createdate: now, lastmodifieddate: now, hs_lastmodifieddate: now };
    const record = {
      id,
      properties: { ...times, hs_object_id: id, ...properties },
      createdAt: now,
      updatedAt: now,
      archived: false,
    };
    this.#records.push(record);
    return record;
  }

  all(): readonly CrmRecord[] {
    return this.#records;
  }

  /** By id, or by the value of a property; archived ones are as if they were gone. */
  find(value: string, property = 'hs_object_id'): CrmRecord | undefined {
    const wanted = value.toLowerCase();
    return this.#records.find((record) => !record.archived && record.properties[property]?.toLowerCase() === wanted);
  }
}

/** An empty text clears a property. */
export function change(record: CrmRecord, properties: Record<string, string>): void {
  const now = new Date().toISOString();
  const changed = Object.entries(properties).map(([name, value]) => [name, value === '' ? null : value]);
  Object.assign(record.properties, Object.fromEntries(changed), { lastmodifieddate: now, hs_lastmodifieddate: now });
  record.updatedAt = now;
}

/** The vendor's cursor is the id (or the number, in a search) that the next page starts after. */
export function pageOf<Item>(items: readonly Item[], limit: number, start: number): Page<Item> {
  const results = items.slice(start, start + limit);
  const end = start + results.length;
  return { results, after: end < items.length ? String(end) : undefined };
}

export function pagingOf(after: string | undefined): object {
  return after === undefined ? {} : { paging: { next: { after, link: `?after=${after}` } } };
}
