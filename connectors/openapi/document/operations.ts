import type { SkippedPart } from '#connectors/kit/connector.ts';
import { DocumentNode, type Document } from './document-node.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;

export interface Operation {
  /** The document's `operationId`, or "GET /pets/{id}" where it has none of its own */
  id: string;
  method: string;
  path: string;
  node: DocumentNode;
  pathItem: DocumentNode;
}

export interface Operations {
  /** By id, in the document's order */
  operations: ReadonlyMap<string, Operation>;
  /** Paths that cannot be read, such as one that is in another file */
  skipped: readonly SkippedPart[];
}

/** Every operation of the document. Throws `ConnectorError('invalid_connector')` where it has not one path. */
export function listOperations(document: Document): Operations {
  const operations = new Map<string, Operation>();
  const skipped: SkippedPart[] = [];
  const paths = new DocumentNode(document).child('paths');
  const names = paths.keys().filter((path) => path.startsWith('/'));
  if (names.length === 0) throw paths.error('must list at least one path, such as "/persons"');
  for (const path of names) {
    try {
      addOperations(path, paths.child(path).resolve(), operations);
    } catch (error) {
      skipped.push({ id: path, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  if (operations.size === 0) throw paths.error(skipped[0]?.reason ?? 'must have at least one operation, such as "get"');
  return { operations, skipped };
}

function addOperations(path: string, pathItem: DocumentNode, operations: Map<string, Operation>): void {
  for (const method of METHODS) {
    const node = pathItem.child(method);
    if (node.keys().length === 0) continue;
    const operation = { id: operationId(node, method, path, operations), method, path, node, pathItem };
    operations.set(operation.id, operation);
  }
}

function operationId(node: DocumentNode, method: string, path: string, taken: ReadonlyMap<string, Operation>): string {
  const id = node.string('operationId');
  return id && !taken.has(id) ? id : `${method.toUpperCase()} ${path}`;
}
