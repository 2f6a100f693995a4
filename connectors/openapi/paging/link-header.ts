/** The target of the first link with this relation in a Link header (RFC 8288 section 3). */
export function linkTarget(header: string | null, relation: string): string | undefined {
  for (const match of (header ?? '').matchAll(/<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s",;]+))*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))/i.exec(match[2]!);
    const relations = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/);
    if (relations.includes(relation)) return match[1];
  }
  return undefined;
}
