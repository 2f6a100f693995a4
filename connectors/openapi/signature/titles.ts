const ACRONYMS = new Set(['id', 'ids', 'url', 'uri', 'ip', 'api', 'html', 'json', 'csv', 'sku']);

/** A name as a label: `org_id` is "Org ID", `pageSize` is "Page size". */
export function titleOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase())
    .map((word) => (ACRONYMS.has(word) ? word.toUpperCase().replace(/S$/, 's') : word));
  const title = words.join(' ');
  return title === '' ? name : title[0]!.toUpperCase() + title.slice(1);
}
