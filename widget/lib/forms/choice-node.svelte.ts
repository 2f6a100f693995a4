import type { Json } from '#bridge-protocol/json.ts';
import { t } from '../language/language.svelte.ts';
import type { Field } from './field.ts';
import { FormNode } from './form-node.svelte.ts';

export type ChoiceField = Field & { kind: 'choice' | 'liveChoice' };

/** One or several of a list of values. */
export class ChoiceNode extends FormNode<ChoiceField> {
  chosen = $state.raw<readonly Json[]>([]);
  readonly value = $derived.by((): Json | undefined => {
    if (!this.field.isMultiple) return this.orNull(this.chosen[0]);
    return this.chosen.length > 0 || this.mustBeThere ? [...this.chosen] : this.orNull(undefined);
  });

  constructor(field: ChoiceField, value: Json | undefined) {
    super(field);
    if (value === undefined || value === null || value === '') return;
    this.chosen = field.isMultiple && Array.isArray(value) ? value : [value];
  }

  has(value: Json): boolean {
    return this.chosen.some((one) => keyOf(one) === keyOf(value));
  }

  /** Of several, puts it in or takes it out; of one, takes its place. */
  toggle(value: Json): void {
    if (!this.field.isMultiple) this.chosen = [value];
    else if (this.has(value)) this.chosen = this.chosen.filter((one) => keyOf(one) !== keyOf(value));
    else this.chosen = [...this.chosen, value];
  }

  check(): string | undefined {
    const { isMultiple, limits, title } = this.field;
    const { length } = this.chosen;
    if (length === 0)
      return this.mustBeThere && (!isMultiple || limits.minimum > 0) ? t('form.chooseOne', { title }) : undefined;
    if (isMultiple && length < limits.minimum) return t('form.moreEntries', { limit: limits.minimum });
    return isMultiple && length > limits.maximum ? t('form.fewerEntries', { limit: limits.maximum }) : undefined;
  }

  clear(): void {
    this.chosen = [];
  }
}

/** Two values are one if they are the same JSON. */
export function keyOf(value: Json): string {
  return JSON.stringify(value);
}
