import type { Json } from '#bridge-protocol/json.ts';
import { isObject } from '#bridge-protocol/json-schema.ts';
import type { Field } from './field.ts';
import { FormNode, type CreateNode } from './form-node.svelte.ts';

export type AlternativesField = Field & { kind: 'alternatives' };

/** A value that has one of several forms. */
export class AlternativesNode extends FormNode<AlternativesField> {
  index = $state(0);
  node = $state.raw() as FormNode;
  readonly value = $derived.by(() => this.orNull(this.node.value));
  readonly #create: CreateNode;

  constructor(field: AlternativesField, value: Json | undefined, create: CreateNode) {
    super(field);
    this.#create = create;
    const fitting = value === undefined ? 0 : field.branches.findIndex((branch) => fits(branch.field(), value));
    this.choose(Math.max(0, fitting), value);
  }

  /** What it holds stands in its own place. */
  override get parts() {
    return [['', this.node] as const];
  }

  choose(index: number, value?: Json): void {
    const { isRequired, title } = this.field;
    const branch = this.field.branches[index]!;
    this.index = index;
    this.node = this.#create({ ...branch.field(), title: branch.field().title || title, isRequired }, value);
  }

  check(): string | undefined {
    return undefined;
  }

  clear(): void {
    this.node.clear();
  }
}

function fits(field: Field, value: Json): boolean {
  switch (field.kind) {
    case 'list':
      return Array.isArray(value);
    case 'choice':
    case 'liveChoice':
      return Array.isArray(value) === field.isMultiple;
    case 'group':
    case 'liveGroup':
    case 'map':
      return isObject(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    case 'file':
      return field.shape === 'object' ? isObject(value) : typeof value === 'string';
    default:
      return true;
  }
}
