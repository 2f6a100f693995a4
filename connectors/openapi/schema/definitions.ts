import type { Json, JsonObject } from '#connectors/kit/json.ts';
import type { DocumentNode } from '../document/document-node.ts';

/** A schema as JSON Schema knows it: `true` and `false` are schemas too. */
export type Schema = JsonObject | boolean;

/** The schemas that one function's parameters refer to, under the names they have in its `$defs`. */
export class Definitions {
  readonly schemas = new Map<string, Schema>();
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #waiting: { name: string; node: DocumentNode }[] = [];

  /** The name under which the schema at `target` stands in `$defs`; it is translated once, later. */
  nameOf(target: DocumentNode): string {
    const known = this.#names.get(target.pointer);
    if (known !== undefined) return known;
    const name = this.#freeName(target.pointer);
    this.#names.set(target.pointer, name);
    this.#waiting.push({ name, node: target });
    return name;
  }

  /** Translates what was referred to, and what that refers to in turn. */
  fill(translate: (node: DocumentNode) => Schema): void {
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      this.schemas.set(next.name, translate(next.node));
    }
  }

  #freeName(pointer: string): string {
    const base = pointer.slice(pointer.lastIndexOf('/') + 1).replace(/[^A-Za-z0-9_-]+/g, '_') || 'schema';
    let name = base;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${base}_${number}`;
    this.#taken.add(name);
    return name;
  }
}

const PREFIX = '#/$defs/';

export function definitionReference(name: string): string {
  return PREFIX + name;
}

/** The name in `$defs` that a schema refers to, if it is a reference. */
export function referredName(schema: Json | undefined): string | undefined {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return undefined;
  const reference = schema.$ref;
  return typeof reference === 'string' && reference.startsWith(PREFIX) ? reference.slice(PREFIX.length) : undefined;
}
