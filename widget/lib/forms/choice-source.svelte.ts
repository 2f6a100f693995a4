import type { Choice } from '#bridge-protocol/choices.ts';
import type { Failure } from '#bridge-protocol/failure.ts';
import { fits } from './fits.ts';
import { keyOf } from './choice-node.svelte.ts';

/** What a combobox offers, wherever it comes from. */
export interface ChoiceSource {
  readonly search: string;
  /** Undefined while none have come */
  readonly choices: readonly Choice[] | undefined;
  readonly failure: Failure | undefined;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  /** The choices are wanted */
  begin(): void;
  type(search: string): void;
  showMore(): Promise<void>;
  retry(): void;
  titleOf(key: string): string | undefined;
}

/** The choices that a schema lists. */
export class ListedChoices implements ChoiceSource {
  search = $state('');
  readonly failure = undefined;
  readonly isLoading = false;
  readonly hasMore = false;
  readonly choices = $derived.by(() => {
    return this.#all.filter(({ title }) => fits(title, this.search));
  });
  readonly #all: readonly Choice[];

  constructor(all: readonly Choice[]) {
    this.#all = all;
  }

  begin(): void {
    this.search = '';
  }

  type(search: string): void {
    this.search = search;
  }

  async showMore(): Promise<void> {}

  retry(): void {}

  titleOf(key: string): string | undefined {
    return this.#all.find(({ value }) => keyOf(value) === key)?.title;
  }
}
