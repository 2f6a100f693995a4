import type { Choice } from '#bridge-protocol/choices.ts';
import type { FunctionOptionsResult } from '#bridge-protocol/entities/function-options.ts';
import type { Failure } from '#bridge-protocol/failure.ts';
import { CodedError } from '../coded-error.ts';
import { fits } from './fits.ts';
import type { ChoiceSource } from './choice-source.svelte.ts';
import { Resource } from '../state/resource.svelte.ts';

/** How long after the last keystroke the server is asked, in milliseconds. */
const TYPING_PAUSE = 250;

interface Found {
  search: string;
  choices: readonly Choice[];
  cursor: string;
}

type Ask = (search: string, cursor: string) => Promise<FunctionOptionsResult>;

/** The choices that a parameter has in the user's account, as far as they have been fetched. */
export class LiveOptions implements ChoiceSource {
  readonly found: Resource<Found>;
  search = $state('');
  /** The titles of all that was seen: what is chosen stays known when a search no longer finds it. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- it changes with `found`, which is read along with it
  readonly #titles = new Map<string, string>();
  #typing: ReturnType<typeof setTimeout> | undefined;
  #before: Found | undefined;

  constructor(ask: Ask) {
    this.found = new Resource(async () => {
      const before = this.#before;
      const search = this.search.trim();
      const page = await ask(search, before?.cursor ?? '');
      if ('error' in page) throw new CodedError('function_failed', refusalOf(page));
      const choices = page.output.map(({ id, value }) => ({ value: id, title: value }));
      for (const { value, title } of choices) this.#titles.set(JSON.stringify(value), title);
      return { search, choices: [...(before?.choices ?? []), ...choices], cursor: page._cursor ?? '' };
    });
  }

  /** Until the server has answered a search, those of the ones before that fit. */
  get choices(): readonly Choice[] | undefined {
    const choices = this.found.value?.choices;
    return this.#isCurrent ? choices : choices?.filter(({ title }) => fits(title, this.search));
  }

  get #isCurrent(): boolean {
    return this.found.value?.search === this.search.trim();
  }

  get failure(): Failure | undefined {
    return this.found.failure;
  }

  get isLoading(): boolean {
    return this.found.isLoading;
  }

  get hasMore(): boolean {
    return this.#isCurrent && this.found.value?.cursor !== '';
  }

  titleOf(key: string): string | undefined {
    // Read for the sake of whoever shows it: a page that comes may bring the title.
    void this.found.value;
    return this.#titles.get(key);
  }

  /** Fetches them if they are not there, or if they are those of a search. */
  begin(): void {
    const isOfSearch = this.search !== '';
    this.search = '';
    if (isOfSearch || (!this.found.value && !this.found.isLoading)) void this.reload();
  }

  type(search: string): void {
    this.search = search;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.reload(), TYPING_PAUSE);
  }

  async reload(): Promise<void> {
    clearTimeout(this.#typing);
    this.#before = undefined;
    await this.found.load();
  }

  async showMore(): Promise<void> {
    if (this.isLoading || !this.hasMore) return;
    this.#before = this.found.value;
    await this.found.load();
  }

  /** The same page again. */
  retry(): void {
    void this.found.load();
  }

  /** What they depend on is another: all is to be fetched again when it is wanted. */
  forget(): void {
    clearTimeout(this.#typing);
    this.search = '';
    this.#titles.clear();
    this.found.forget();
  }
}

/** Why there is no answer, in the server's words. */
export function refusalOf({ error, error_details: details }: { error: string; error_details: unknown }): string {
  const reasons = typeof details === 'object' && details !== null ? Object.values(details).map(String) : [];
  return reasons.join(' ') || error;
}
