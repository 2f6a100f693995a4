import type { Json } from '#bridge-protocol/json.ts';
import { t } from '../language/language.svelte.ts';
import type { Field } from './field.ts';
import { FormNode } from './form-node.svelte.ts';

export type ValueField = Field & { kind: 'boolean' | 'file' };

/** What is not typed: a yes or no, a file. */
export class ValueNode extends FormNode<ValueField> {
  current = $state.raw<Json>();
  readonly value = $derived.by(() => this.orNull(this.current));

  constructor(field: ValueField, value: Json | undefined) {
    super(field);
    this.current = value === null ? undefined : value;
  }

  check(): string | undefined {
    if (this.current === undefined && this.mustBeThere) return t('form.chooseOne', { title: this.field.title });
    return undefined;
  }

  clear(): void {
    this.current = undefined;
  }
}
