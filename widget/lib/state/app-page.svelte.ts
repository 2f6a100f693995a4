import type { App } from '#bridge-protocol/entities/app.ts';
import type { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import type { Failure } from '#bridge-protocol/failure.ts';
import type { SurfaceApi } from '../api/surface-api.ts';
import { toFailure } from '../coded-error.ts';
import { provisionalTitle } from '../provisional-title.ts';
import { Resource } from './resource.svelte.ts';

/** What users brought about themselves, or have read in the sheet already. */
export const KNOWN_TO_USER = [
  'connect_cancelled',
  'connect_denied',
  'connect_expired',
  'connect_failed',
  'other_account',
];

export interface AppPageServices {
  api: Pick<SurfaceApi, 'getApp' | 'disconnect' | 'rename'>;
  /** Shows the connect sheet; settles when it has ended */
  connect: (appName: string, accountId?: string) => Promise<unknown>;
}

export interface AccountTask {
  kind: 'disconnect' | 'rename';
  account: ConnectedAccount;
}

/** An app with the user's accounts of it. */
export class AppPage {
  readonly name: string;
  readonly app: Resource<App>;
  /** What the sheet is open for: this account, or one more */
  connecting = $state.raw<ConnectedAccount | 'another'>();
  /** What the user is at with one of the accounts: asked whether to disconnect it, or giving it a name */
  task = $state.raw<AccountTask>();
  /** The server is at it */
  isWorking = $state(false);
  /** The one that was disconnected last */
  left = $state.raw<ConnectedAccount>();
  /** Why the user's last wish did not come true */
  trouble = $state.raw<Failure>();

  readonly #services: AppPageServices;

  constructor(name: string, services: AppPageServices) {
    this.name = name;
    this.#services = services;
    this.app = new Resource(() => services.api.getApp(name));
  }

  get title(): string {
    return this.app.value?.title ?? provisionalTitle(this.name);
  }

  /** Connects another account, or the one again whose access has ended. */
  async connect(account?: ConnectedAccount): Promise<void> {
    if (this.connecting) return;
    this.connecting = account ?? 'another';
    this.trouble = undefined;
    try {
      await this.#services.connect(this.name, account && String(account.id));
      await this.app.load();
    } catch (error) {
      const failure = toFailure(error);
      if (!KNOWN_TO_USER.includes(failure.code)) this.trouble = failure;
    } finally {
      this.connecting = undefined;
    }
  }

  /** What the user is at now; undefined for nothing. */
  turnTo(task: AccountTask | undefined): void {
    this.task = task;
    this.trouble = undefined;
  }

  disconnect(account: ConnectedAccount): Promise<void> {
    return this.#carryOut(async () => {
      await this.#services.api.disconnect(account.id);
      await this.app.load();
      // Together and last: the focus goes from the question to what is there without the account.
      this.task = undefined;
      this.left = account;
    });
  }

  /** An empty name gives the account back the app's own. */
  rename(account: ConnectedAccount, name: string): Promise<void> {
    return this.#carryOut(async () => {
      await this.#services.api.rename(account.id, name.trim() || null);
      await this.app.load();
    });
  }

  /** One at a time; where it fails, the user stays at it. */
  async #carryOut(change: () => Promise<void>): Promise<void> {
    if (this.isWorking) return;
    this.isWorking = true;
    this.trouble = undefined;
    try {
      await change();
      this.task = undefined;
    } catch (error) {
      this.trouble = toFailure(error);
    } finally {
      this.isWorking = false;
    }
  }
}
