import type { FunctionSummary } from '../api/list-functions.ts';
import type { SurfaceApi } from '../api/surface-api.ts';
import { Resource } from './resource.svelte.ts';

/** How long after the last keystroke the server is asked, in milliseconds. */
const TYPING_PAUSE = 200;

interface Found {
  functions: FunctionSummary[];
  count: number;
  cursor: string;
}

/** The functions that fit a search, a page at a time: there can be too many to have them all here. */
export class FunctionList {
  readonly found: Resource<Found>;
  search = $state('');
  /** An app's name; undefined for all */
  app = $state<string>();
  /** The next page is on its way */
  isExtending = $state(false);

  readonly #api: Pick<SurfaceApi, 'listFunctions'>;
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** What the next load begins with: nothing, or the pages before */
  #before: Found | undefined;

  constructor(api: Pick<SurfaceApi, 'listFunctions'>, app?: string) {
    this.#api = api;
    this.app = app;
    this.found = new Resource(() => this.#fetch());
  }

  type(search: string): void {
    this.search = search;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.reload(), TYPING_PAUSE);
  }

  async filter(app: string | undefined): Promise<void> {
    this.app = app;
    await this.reload();
  }

  async reload(): Promise<void> {
    clearTimeout(this.#typing);
    this.#before = undefined;
    await this.found.load();
  }

  async showMore(): Promise<void> {
    if (this.isExtending) return;
    this.isExtending = true;
    this.#before = this.found.value;
    await this.found.load();
    this.isExtending = false;
  }

  async #fetch(): Promise<Found> {
    const before = this.#before;
    const page = await this.#api.listFunctions({ app: this.app, search: this.search, cursor: before?.cursor ?? '' });
    return {
      functions: [...(before?.functions ?? []), ...page.functions],
      count: page.count,
      cursor: page._cursor,
    };
  }
}
