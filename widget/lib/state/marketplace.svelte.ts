import type { AppCard } from '#bridge-protocol/entities/app-card.ts';
import type { SurfaceApi } from '../api/surface-api.ts';
import { Resource } from './resource.svelte.ts';

/** How many apps the first screen needs, and how many more each step shows. */
const PAGE_SIZE = 30;
/** As many as the server gives at once. */
const MOST = 1_000;

export interface MarketplaceOptions {
  /** All apps at once */
  isWhole?: boolean;
  /** More apps come by a button, not as the user scrolls */
  hasMoreButton?: boolean;
  /** An app's page has its accounts alone */
  isForConnecting?: boolean;
}

/** Apps that are shown together. `found`: what a search brought, whichever group it is of. */
export interface Section {
  group: AppCard['group'] | 'found';
  cards: AppCard[];
}

interface Known {
  cards: AppCard[];
  isComplete: boolean;
}

interface Entry {
  card: AppCard;
  title: string;
  text: string;
}

/**
 * The apps, and which of them the user looks for. The first page of them makes the first screen; then all the others come,
 * so that each keystroke is answered here at once.
 */
export class Marketplace {
  readonly apps: Resource<Known>;
  readonly options: MarketplaceOptions;
  search = $state('');
  /** One of `categories`; empty for all */
  category = $state('');
  /** The app whose page was opened last: going back leads to it */
  lastOpened = $state<string>();
  #limit = $state(PAGE_SIZE);

  readonly #api: Pick<SurfaceApi, 'listCards'>;
  readonly #cards = $derived.by(() => this.apps.value?.cards ?? []);
  readonly #entries = $derived(this.#cards.map(entryOf));
  readonly isComplete = $derived.by(() => this.apps.value?.isComplete ?? false);
  readonly categories = $derived(categoriesOf(this.#cards));
  readonly isFiltered = $derived(this.search.trim() !== '' || this.category !== '');
  readonly found = $derived(find(this.#entries, this.search, this.category));
  readonly sections = $derived(sectionsOf(this.found.slice(0, this.#limit), this.search.trim() !== ''));
  readonly hasMore = $derived(this.found.length > this.#limit);

  constructor(api: Pick<SurfaceApi, 'listCards'>, options: MarketplaceOptions = {}) {
    this.#api = api;
    this.options = options;
    this.#limit = this.#firstLimit;
    this.apps = new Resource(() => this.#fetch());
  }

  /** Settles once the first screen is there, or has failed to come. */
  async load(): Promise<void> {
    await this.apps.load();
    if (this.apps.value && !this.isComplete && !this.apps.failure) void this.apps.load();
  }

  look(search: string, category = this.category): void {
    this.search = search;
    this.category = category;
    this.#limit = this.#firstLimit;
  }

  showMore(): void {
    this.#limit += PAGE_SIZE;
  }

  get #firstLimit(): number {
    return this.options.isWhole ? Infinity : PAGE_SIZE;
  }

  /** The first page; once something is shown, everything: what is there is not to become less. */
  async #fetch(): Promise<Known> {
    const isFirst = !this.apps.value && !this.options.isWhole;
    const cards: AppCard[] = [];
    let cursor = '';
    do {
      const page = await this.#api.listCards(isFirst ? PAGE_SIZE : MOST, cursor);
      cards.push(...page.cards);
      cursor = page._cursor;
    } while (cursor !== '' && !isFirst);
    return { cards, isComplete: cursor === '' };
  }
}

function categoriesOf(cards: readonly AppCard[]): string[] {
  return [...new Set(cards.flatMap(({ categories }) => categories))].toSorted();
}

function entryOf(card: AppCard): Entry {
  const title = card.title.toLowerCase();
  return { card, title, text: [title, card.name, card.description, ...card.categories].join('\n').toLowerCase() };
}

/** Those with every word of the search, the ones whose title begins with it first. */
function find(entries: readonly Entry[], search: string, category: string): AppCard[] {
  const wanted = search.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  const fitting = entries.filter(
    ({ card, text }) =>
      (category === '' || card.categories.includes(category)) && words.every((word) => text.includes(word)),
  );
  const begins = ({ title }: Entry): boolean => title.startsWith(wanted);
  return [...fitting.filter(begins), ...fitting.filter((entry) => !begins(entry))].map(({ card }) => card);
}

/** The server has sorted them by group. */
function sectionsOf(cards: readonly AppCard[], isSearch: boolean): Section[] {
  if (isSearch) return cards.length === 0 ? [] : [{ group: 'found', cards: [...cards] }];
  const groups = Map.groupBy(cards, ({ group }) => group);
  return [...groups].map(([group, grouped]) => ({ group, cards: grouped }));
}
