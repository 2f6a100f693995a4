import type { Json } from '#bridge-protocol/json.ts';
import type { Field } from './field.ts';

let count = 0;

/** One input of a form, with what stands in it. */
export abstract class FormNode<Of extends Field = Field> {
  /** Tells it from every other, for the elements of the page */
  readonly id: string;
  readonly field: Of;
  #problem = $state.raw<string | (() => string | undefined)>();
  /** Undefined where nothing was entered */
  abstract readonly value: Json | undefined;

  constructor(field: Of) {
    this.field = field;
    this.id = `f${(count += 1)}`;
  }

  /** What is wrong with it, for the user to read. One that is a function follows the language. */
  get problem(): string | undefined {
    return typeof this.#problem === 'function' ? this.#problem() : this.#problem;
  }

  set problem(problem: string | (() => string | undefined) | undefined) {
    this.#problem = problem;
  }

  /** Shows what is wrong with the value itself, or that nothing is. */
  showCheck(): void {
    this.problem = this.check() === undefined ? undefined : () => this.check();
  }

  /** What is wrong with the value itself; of what it holds each says its own. */
  abstract check(): string | undefined;

  /** Takes out what was entered. */
  abstract clear(): void;

  /** What it holds, by the name or the position under which it stands in the value; empty for its own place. */
  get parts(): readonly (readonly [string | number, FormNode])[] {
    return [];
  }

  /** The value, where a required one that may be null is left empty: null. */
  protected orNull(value: Json | undefined): Json | undefined {
    return value === undefined && this.field.isRequired && this.field.isNullable ? null : value;
  }

  protected get mustBeThere(): boolean {
    return this.field.isRequired && !this.field.isNullable;
  }
}

/** Makes the node of a field, with a value in it. */
export type CreateNode = (field: Field, value: Json | undefined) => FormNode;

/** The node and all that it holds, from the outside in, each with the way to it. */
export function* nodesOf(node: FormNode, path: readonly (string | number)[] = []): Generator<[string, FormNode]> {
  yield [path.join('.'), node];
  for (const [step, part] of node.parts) yield* nodesOf(part, step === '' ? path : [...path, step]);
}
