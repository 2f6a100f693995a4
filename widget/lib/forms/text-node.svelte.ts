import type { Json } from '#bridge-protocol/json.ts';
import { t } from '../language/language.svelte.ts';
import { FormNode } from './form-node.svelte.ts';
import { isOdd, problemOfText, textOf, valueOfText, type TextField } from './text-value.ts';

/** What is typed in: text, a number, a date, JSON. */
export class TextNode extends FormNode<TextField> {
  text = $state('');
  /** True where the input of its format could not show what stands in it */
  readonly isPlain: boolean;
  readonly value = $derived.by(() =>
    this.orNull(this.text === this.#shown ? this.#given : valueOfText(this.field, this.text)),
  );

  /** What it began with stays exactly that until it is changed. */
  readonly #given: Json | undefined;
  readonly #shown: string;

  constructor(field: TextField, value: Json | undefined) {
    super(field);
    this.#given = value === '' || value === null ? undefined : value;
    this.#shown = textOf(field, value);
    this.isPlain = isOdd(field, value);
    this.text = this.#shown;
  }

  check(): string | undefined {
    if (this.text.trim() === '') return this.mustBeThere ? t('field.required', { field: this.field.title }) : undefined;
    return this.isPlain ? undefined : problemOfText(this.field, this.text);
  }

  clear(): void {
    this.text = '';
  }
}
