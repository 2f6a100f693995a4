import type { CrmRecord } from './record-store.ts';
import type { Filter } from './schemas.ts';

interface Search {
  query?: string | undefined;
  filterGroups: { filters: Filter[] }[];
  sorts: { propertyName: string; direction: string }[];
}

/** The records that a search finds, in its order. */
export function searchRecords(records: readonly CrmRecord[], search: Search): CrmRecord[] {
  const words = search.query?.toLowerCase();
  const found = records.filter((record) => {
    if (record.archived) return false;
    const texts = Object.values(record.properties).map((value) => value?.toLowerCase() ?? '');
    if (words !== undefined && !texts.some((text) => text.includes(words))) return false;
    const groups = search.filterGroups;
    return groups.length === 0 || groups.some((group) => group.filters.every((filter) => fits(record, filter)));
  });
  const [sort] = search.sorts;
  if (!sort) return found;
  const direction = sort.direction === 'DESCENDING' ? -1 : 1;
  return found.sort((a, b) => direction * compare(valueOf(a, sort.propertyName), valueOf(b, sort.propertyName)));
}

function fits(record: CrmRecord, filter: Filter): boolean {
  const has = record.properties[filter.propertyName] !== undefined && record.properties[filter.propertyName] !== null;
  if (filter.operator === 'HAS_PROPERTY') return has;
  if (filter.operator === 'NOT_HAS_PROPERTY') return !has;
  const actual = valueOf(record, filter.propertyName);
  const value = filter.value?.toLowerCase() ?? '';
  const isListed = (filter.values ?? []).includes(actual);
  const order = compare(actual, value);
  const tests: Record<Exclude<Filter['operator'], 'HAS_PROPERTY' | 'NOT_HAS_PROPERTY'>, boolean> = {
    EQ: actual === value,
    NEQ: actual !== value,
    LT: has && order < 0,
    LTE: has && order <= 0,
    GT: has && order > 0,
    GTE: has && order >= 0,
    BETWEEN: has && order >= 0 && compare(actual, filter.highValue?.toLowerCase() ?? '') <= 0,
    IN: isListed,
    NOT_IN: !isListed,
    CONTAINS_TOKEN: hasToken(actual, value),
    NOT_CONTAINS_TOKEN: !hasToken(actual, value),
  };
  return tests[filter.operator];
}

function valueOf(record: CrmRecord, name: string): string {
  return record.properties[name]?.toLowerCase() ?? '';
}

/** Numbers as numbers, anything else as text. */
function compare(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  return a !== '' && b !== '' && !Number.isNaN(x - y) ? x - y : a.localeCompare(b);
}

/** A `*` stands for any part of a word. */
function hasToken(text: string, wanted: string): boolean {
  const tokens = text.split(/[^\p{L}\p{N}]+/u);
  const [start = '', end] = wanted.split('*', 2);
  return tokens.some((token) =>
    end === undefined ? token === wanted : token.startsWith(start) && token.endsWith(end),
  );
}
