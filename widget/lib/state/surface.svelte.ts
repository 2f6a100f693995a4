import type { Layout } from '#bridge-protocol/rendering.ts';
import type { Failure } from '#bridge-protocol/failure.ts';
import type { SurfaceChange } from '#bridge-protocol/surface-change.ts';
import type { Session } from '#bridge-protocol/entities/session.ts';
import type { SurfaceApi } from '../api/surface-api.ts';
import { CodedError, isPassing } from '../coded-error.ts';
import { applySurfaceLook } from '../look/apply-look.ts';
import { AppPage } from './app-page.svelte.ts';
import { FunctionList } from './function-list.svelte.ts';
import type { FunctionPage } from './function-page.svelte.ts';
import { FormScreen } from './form-screen.svelte.ts';
import { Marketplace } from './marketplace.svelte.ts';
import type { MarketplaceOptions } from './marketplace.svelte.ts';

/** What the host asked for. */
export type SurfaceRequest =
  | ({ screen: 'apps' } & MarketplaceOptions)
  | { screen: 'app'; app: string; isForConnecting?: boolean }
  | { screen: 'accounts'; app: string }
  | { screen: 'functions'; app: string | undefined }
  | { screen: 'function'; functionName: string; openForm: () => Promise<FunctionPage> };

/** A screen with all that it shows. */
export type Screen =
  | { name: 'apps'; marketplace: Marketplace }
  | { name: 'app'; page: AppPage; functions?: FunctionList }
  | { name: 'accounts'; page: AppPage }
  | { name: 'functions'; functions: FunctionList; marketplace: Marketplace }
  | FormScreen;

export interface SurfaceServices {
  api: SurfaceApi;
  connect: (appName: string, accountId?: string) => Promise<unknown>;
  getSession: () => Promise<Session>;
}

/** One visible surface: the screen that the host asked for, and those that the user went on to. */
export class Surface {
  readonly id: string;
  layout = $state<Layout>('COMFORTABLE');
  readonly isInline: boolean;
  /** True once the code of the screens is there */
  isReady = $state(false);
  /** Whoever embeds us, for sentences that name it */
  workspaceName = $state('');
  #screens = $state.raw<Screen[]>([]);
  readonly screen = $derived(this.#screens.at(-1)!);
  readonly canGoBack = $derived(this.#screens.length > 1);
  /** True once the user has gone from one screen to another */
  hasMoved = $state(false);

  readonly #services: SurfaceServices;
  readonly #onClose: () => void;

  constructor(
    id: string,
    request: SurfaceRequest,
    { layout, isInline }: { layout: Layout; isInline: boolean },
    services: SurfaceServices,
    onClose: () => void,
  ) {
    this.id = id;
    this.layout = layout;
    this.isInline = isInline;
    this.#services = services;
    this.#onClose = onClose;
    this.#screens = [this.#screenOf(request)];
  }

  /** Fetches the first screen. Throws where trying again could not help. */
  async begin(): Promise<void> {
    const failure = await load(this.screen);
    if (!failure) this.workspaceName = (await this.#services.getSession()).workspace_name;
    if (failure && !isPassing(failure.code)) throw CodedError.of(failure);
  }

  openApp(name: string): void {
    const marketplace = this.screen.name === 'apps' ? this.screen.marketplace : undefined;
    if (marketplace) marketplace.lastOpened = name;
    const { isForConnecting } = marketplace?.options ?? {};
    const screen = this.#screenOf({ screen: 'app', app: name, isForConnecting });
    this.#screens = [...this.#screens, screen];
    this.hasMoved = true;
    void load(screen);
  }

  back(): void {
    this.#screens = this.#screens.slice(0, -1);
  }

  /** What the host changes of it. Throws `invalid_argument` for an app where no functions are shown. */
  async update({ layout, appName, ...look }: SurfaceChange): Promise<void> {
    const [first] = this.#screens;
    if (appName !== undefined && first?.name !== 'functions')
      throw new CodedError('invalid_argument', 'update: appName belongs to showFunctions.');
    if (Object.keys(look).length > 0) await applySurfaceLook(look);
    if (layout) this.layout = layout;
    if (appName !== undefined && first?.name === 'functions') await first.functions.filter(appName ?? undefined);
  }

  /** The user's accounts may have changed. */
  refresh(): void {
    for (const screen of this.#screens) {
      if ('marketplace' in screen) void screen.marketplace.load();
      if ('page' in screen) void screen.page.app.load();
      if (screen.name === 'function') void screen.form?.signature.load();
    }
  }

  close(): void {
    this.#onClose();
  }

  #screenOf(request: SurfaceRequest): Screen {
    const { api } = this.#services;
    if (request.screen === 'apps') return { name: 'apps', marketplace: new Marketplace(api, request) };
    if (request.screen === 'functions') {
      return { name: 'functions', functions: new FunctionList(api, request.app), marketplace: new Marketplace(api) };
    }
    if (request.screen === 'function') return new FormScreen(request.functionName, request.openForm);
    const page = new AppPage(request.app, this.#services);
    if (request.screen === 'accounts') return { name: 'accounts', page };
    return { name: 'app', page, functions: request.isForConnecting ? undefined : new FunctionList(api, request.app) };
  }
}

/** Why what the screen is about could not be fetched; undefined if it was. */
async function load(screen: Screen): Promise<Failure | undefined> {
  if (screen.name === 'apps') {
    await screen.marketplace.load();
    return screen.marketplace.apps.failure;
  }
  if (screen.name === 'functions') {
    void screen.marketplace.load();
    await screen.functions.reload();
    return screen.functions.found.failure;
  }
  if (screen.name === 'function') return screen.load();
  if (screen.name === 'app') void screen.functions?.reload();
  await screen.page.app.load();
  return screen.page.app.failure;
}
