import type { App } from '#bridge-protocol/entities/app.ts';
import type { SurfaceApi } from '../api/surface-api.ts';
import { Resource } from './resource.svelte.ts';

/** How many more apps each click on "Show more" brings. */
const PAGE_SIZE = 60;

interface Entry {
  app: App;
  title: string;
  text: string;
}

/** All apps, and which of them the user looks for. They are all here, so that each keystroke is answered at once. */
export class Marketplace {
  readonly apps: Resource<App[]>;
  search = $state('');
  /** One of `categories`; empty for all */
  category = $state('');
  /** The app whose page was opened last: going back leads to it */
  lastOpened = $state<string>();
  #limit = $state(PAGE_SIZE);

  readonly #entries = $derived.by(() => (this.apps.value ?? []).map(entryOf));
  readonly categories = $derived.by(() => categoriesOf(this.apps.value ?? []));
  readonly isFiltered = $derived(this.search.trim() !== '' || this.category !== '');
  /** Those that fit, connected ones first */
  readonly found = $derived.by(() => {
    const apps = find(this.#entries, this.search, this.category);
    return [...apps.filter(isConnected), ...apps.filter((app) => !isConnected(app))];
  });
  readonly shown = $derived(this.found.slice(0, this.#limit));
  readonly connected = $derived(this.shown.filter(isConnected));
  readonly others = $derived(this.shown.filter((app) => !isConnected(app)));
  readonly hasMore = $derived(this.found.length > this.#limit);

  constructor(api: Pick<SurfaceApi, 'listApps'>) {
    this.apps = new Resource(() => api.listApps());
  }

  look(search: string, category = this.category): void {
    this.search = search;
    this.category = category;
    this.#limit = PAGE_SIZE;
  }

  showMore(): void {
    this.#limit += PAGE_SIZE;
  }
}

function categoriesOf(apps: readonly App[]): string[] {
  return [...new Set(apps.flatMap((app) => app.categories))].toSorted();
}

function isConnected(app: App): boolean {
  return app.connected_accounts.length > 0;
}

function entryOf(app: App): Entry {
  const title = app.title.toLowerCase();
  return { app, title, text: [title, app.name, app.description, ...app.categories].join('\n').toLowerCase() };
}

/** Those with every word of the search, the ones whose title begins with it first. */
function find(entries: readonly Entry[], search: string, category: string): App[] {
  const wanted = search.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  const fitting = entries.filter(
    ({ app, text }) =>
      (category === '' || app.categories.includes(category)) && words.every((word) => text.includes(word)),
  );
  const begins = ({ title }: Entry): boolean => title.startsWith(wanted);
  return [...fitting.filter(begins), ...fitting.filter((entry) => !begins(entry))].map(({ app }) => app);
}
