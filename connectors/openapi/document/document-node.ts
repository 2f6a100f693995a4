import type { ConnectorError } from '#connectors/kit/errors.ts';
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { pointerStep, valueAt } from './json-pointer.ts';
import { isObject, isString } from './json-values.ts';

/** Reference chains longer than this are cycles of references. */
const MAX_HOPS = 16;

export interface Document {
  /** The file's path, for messages */
  file: string;
  root: JsonObject;
}

/** A place in a document that knows where it is, so that every complaint can say so. */
export class DocumentNode {
  readonly document: Document;
  readonly pointer: string;
  readonly value: Json | undefined;

  /** The document's top, or the value at a place in it. */
  constructor(document: Document, ...place: [] | [pointer: string, value: Json | undefined]) {
    const [pointer, value] = place.length === 0 ? ['', document.root] : place;
    this.document = document;
    this.pointer = pointer;
    this.value = value;
  }

  error(problem: string): ConnectorError {
    return invalidConnector(this.document.file, this.pointer, problem);
  }

  /** The child as it stands, a reference included. */
  child(step: string | number): DocumentNode {
    const here = typeof this.value === 'object' && this.value !== null ? this.value : {};
    const value = Object.hasOwn(here, step) ? Reflect.get(here, step) : undefined;
    return new DocumentNode(this.document, this.pointer + pointerStep(step), value);
  }

  /** The child with references followed; undefined where it is absent. */
  get(step: string | number): DocumentNode | undefined {
    const child = this.child(step);
    return child.value === undefined ? undefined : child.resolve();
  }

  string(step: string): string | undefined {
    const { value } = this.child(step);
    return isString(value) ? value : undefined;
  }

  boolean(step: string): boolean | undefined {
    const { value } = this.child(step);
    return typeof value === 'boolean' ? value : undefined;
  }

  /** An object's own keys; none for anything else. */
  keys(): string[] {
    return isObject(this.value) ? Object.keys(this.value).filter((key) => key !== '__proto__') : [];
  }

  entries(): [string, DocumentNode][] {
    return this.keys().map((key) => [key, this.child(key).resolve()]);
  }

  /** An array's items with references followed; none for anything else. */
  items(): DocumentNode[] {
    return Array.isArray(this.value) ? this.value.map((_, index) => this.child(index).resolve()) : [];
  }

  get reference(): string | undefined {
    return isObject(this.value) && isString(this.value.$ref) ? this.value.$ref : undefined;
  }

  /** Follows `$ref` within the document. Nothing is ever fetched or read from elsewhere. */
  resolve(): DocumentNode {
    let node: DocumentNode = this;
    for (let hop = 0; hop < MAX_HOPS; hop += 1) {
      if (node.reference === undefined) return node;
      node = node.referenced();
    }
    throw this.error('this $ref leads back to itself: let it end at a definition');
  }

  /** The target of this node's own `$ref`. */
  referenced(): DocumentNode {
    const reference = this.reference ?? '';
    if (!reference.startsWith('#/')) {
      throw this.error(`$ref "${reference}" points outside of the document: copy its target in, and write "#/…"`);
    }
    const target = targetIn(this.document, reference);
    if (target.value === undefined) throw this.error(`$ref "${reference}" points at nothing`);
    return target;
  }
}

/** Documents refer to the same few definitions again and again. */
const targets = new WeakMap<Document, Map<string, DocumentNode>>();

function targetIn(document: Document, reference: string): DocumentNode {
  const known = targets.get(document) ?? new Map<string, DocumentNode>();
  targets.set(document, known);
  const pointer = decodeFragment(reference.slice(1));
  const target = known.get(reference) ?? new DocumentNode(document, pointer, valueAt(document.root, pointer));
  known.set(reference, target);
  return target;
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
