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

/** Every operation of the document, in its order, by id. */
export function listOperations(document: Document): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  const paths = new DocumentNode(document).child('paths');
  if (paths.keys().length === 0) throw paths.error('must list at least one path');
  for (const [path, pathItem] of paths.entries()) {
    if (!path.startsWith('/')) continue;
    for (const method of METHODS) {
      const node = pathItem.child(method);
      if (node.keys().length === 0) continue;
      const operation = { id: operationId(node, method, path, operations), method, path, node, pathItem };
      operations.set(operation.id, operation);
    }
  }
  return operations;
}

function operationId(node: DocumentNode, method: string, path: string, taken: Map<string, Operation>): string {
  const id = node.string('operationId');
  return id && !taken.has(id) ? id : `${method.toUpperCase()} ${path}`;
}
