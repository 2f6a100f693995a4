import type { SkippedPart } from '#connectors/kit/connector.ts';
import { DocumentNode, type Document } from '../document/document-node.ts';

/** How credentials are called where a document declares them as ordinary parameters. */
const CREDENTIAL_NAME =
  /^(?:authorization|(?:x[-_])?(?:api|app|auth|access|client|subscription)[-_]?(?:key|token|id)|token|key)$|apikey|api[-_]key|access[-_]?token|auth[-_]?token/i;

/** What app.json has to add where a document has no way of connecting that can be used. */
export function missingAuth(document: Document, skipped: readonly SkippedPart[]): string {
  const example = JSON.stringify({ key: { type: 'api_key', send: keyPlace(document) } });
  if (skipped.length === 0) return `the document has no securitySchemes: say here how to connect, such as ${example}`;
  const reasons = skipped.map(({ reason }) => reason).join('; ');
  return `none of the document's securitySchemes can be used: say here how to connect, such as ${example} (${reasons})`;
}

/** Where the key seems to go: a parameter of the operations that sounds like one, otherwise the usual header. */
function keyPlace(document: Document): { in: string; name: string; prefix?: string } {
  const counts = new Map<string, number>();
  const paths = new DocumentNode(document).child('paths');
  for (const pathItem of paths.keys().map((path) => paths.child(path))) {
    for (const place of [pathItem, ...pathItem.keys().map((key) => pathItem.child(key))]) count(place, counts);
  }
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  if (!best) return { in: 'header', name: 'Authorization', prefix: 'Bearer ' };
  const [where = '', name = ''] = best[0].split(' ');
  return { in: where, name };
}

function count(place: DocumentNode, counts: Map<string, number>): void {
  const parameters = place.child('parameters');
  for (const key of Array.isArray(parameters.value) ? parameters.value.keys() : []) {
    const parameter = referenced(parameters.child(key));
    const name = parameter?.string('name');
    const where = parameter?.string('in');
    if (!name || !CREDENTIAL_NAME.test(name) || (where !== 'header' && where !== 'query')) continue;
    counts.set(`${where} ${name}`, (counts.get(`${where} ${name}`) ?? 0) + 1);
  }
}

function referenced(node: DocumentNode): DocumentNode | undefined {
  try {
    return node.resolve();
  } catch {
    return undefined;
  }
}
