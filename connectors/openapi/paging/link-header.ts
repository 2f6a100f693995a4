/**
 * The target of the first link with this relation in a Link header (RFC 8288 section 3). A link whose attribute `more`
 * is "false" leads to nothing: some vendors give one after the last page too.
 */
export function linkTarget(header: string | null, relation: string, more?: string): string | undefined {
  for (const match of (header ?? '').matchAll(/<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s",;]+))*)/g)) {
    const attributes = attributesOf(match[2]!);
    const relations = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
    const isEmpty = more !== undefined && attributes.get(more.toLowerCase()) === 'false';
    if (relations.includes(relation) && !isEmpty) return match[1];
  }
  return undefined;
}

/** By lower-case name; the first of a name counts. */
function attributesOf(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, quoted, plain] of text.matchAll(/;\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s",;]+))/g)) {
    const key = name!.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, quoted ?? plain ?? '');
  }
  return attributes;
}
