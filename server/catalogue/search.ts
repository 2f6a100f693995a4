import type { CatalogueApp, CatalogueFunction } from './catalogue.ts';

/**
 * The entries in which every word of the query occurs, those whose own name or title starts with it first. An empty
 * query finds all. The order of entries of equal rank stays.
 */
export function searchApps(apps: readonly CatalogueApp[], query: string): readonly CatalogueApp[] {
  return search(apps, query, ({ name, connector: { manifest } }) => ({
    names: [name, manifest.title],
    text: [manifest.description, ...manifest.categories],
  }));
}

export function searchFunctions(functions: readonly CatalogueFunction[], query: string): readonly CatalogueFunction[] {
  return search(functions, query, ({ app, definition }) => ({
    names: [definition.name, definition.title],
    text: [app.connector.manifest.title, definition.description],
  }));
}

interface Searched {
  names: readonly string[];
  text: readonly string[];
}

interface Haystack {
  names: string[];
  all: string;
}

/** Entries live as long as the process, and so does what they are searched by. */
const haystacks = new WeakMap<object, Haystack>();

function search<Entry extends object>(
  entries: readonly Entry[],
  query: string,
  read: (entry: Entry) => Searched,
): readonly Entry[] {
  const needle = query.trim().toLowerCase();
  if (needle === '') return entries;
  const words = needle.split(/\s+/);
  const starting: Entry[] = [];
  const others: Entry[] = [];
  for (const entry of entries) {
    const haystack = haystackOf(entry, read);
    if (!words.every((word) => haystack.all.includes(word))) continue;
    const starts = haystack.names.some((name) => name.startsWith(needle));
    (starts ? starting : others).push(entry);
  }
  return [...starting, ...others];
}

function haystackOf<Entry extends object>(entry: Entry, read: (entry: Entry) => Searched): Haystack {
  const known = haystacks.get(entry);
  if (known) return known;
  const { names, text } = read(entry);
  const made = {
    names: names.map((name) => name.toLowerCase()),
    all: [...names, ...text].join('\n').toLowerCase(),
  };
  haystacks.set(entry, made);
  return made;
}
