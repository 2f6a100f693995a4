import type { JsonObject } from '#connectors/kit/json.ts';
import type { Schema } from '../schema/definitions.ts';

/** Names that a function call itself uses beside its parameters. */
const RESERVED = ['next_page', '_cursor', '_variables'];

/**
 * The flat parameters of a function while they are put together. Where two places of a request use one name, the first
 * keeps it (path, then query, header, cookie, body) and the other has its place put before it: `body_id`.
 */
export class Inputs {
  readonly properties: JsonObject = {};
  readonly required: string[] = [];
  #further: Schema = false;

  /** Adds one parameter and gives back the name it got. */
  add(name: string, place: string, schema: Schema, required: boolean): string {
    let free = name;
    while (RESERVED.includes(free) || Object.hasOwn(this.properties, free)) free = `${place}_${free}`;
    Object.defineProperty(this.properties, free, {
      value: schema,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    if (required) this.required.push(free);
    return free;
  }

  remove(name: string): void {
    delete this.properties[name];
    const index = this.required.indexOf(name);
    if (index >= 0) this.required.splice(index, 1);
  }

  /** Further parameters are welcome, and are of this schema. */
  takeFurther(schema: Schema): void {
    this.#further = schema;
  }

  toSchema(): JsonObject {
    return {
      type: 'object',
      properties: this.properties,
      required: this.required,
      additionalProperties: this.#further,
    };
  }
}
