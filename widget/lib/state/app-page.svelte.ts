import type { App } from '#bridge-protocol/entities/app.ts';
import type { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import type { Failure } from '#bridge-protocol/failure.ts';
import type { SurfaceApi } from '../api/surface-api.ts';
import { toFailure } from '../coded-error.ts';
import { Resource } from './resource.svelte.ts';

/** What users brought about themselves, or have read in the sheet already. */
export const KNOWN_TO_USER = ['connect_cancelled', 'connect_denied', 'connect_expired', 'connect_failed'];

export interface AppPageServices {
  api: Pick<SurfaceApi, 'getApp' | 'disconnect'>;
  /** Shows the connect sheet; settles when it has ended */
  connect: (appName: string) => Promise<unknown>;
}

/** An app with the user's accounts of it. */
export class AppPage {
  readonly name: string;
  readonly app: Resource<App>;
  isConnecting = $state(false);
  /** The account that the user is asked about */
  asked = $state.raw<ConnectedAccount>();
  /** The account that is being disconnected */
  leaving = $state.raw<ConnectedAccount>();
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

  /** Connects another account, or one again whose token died. */
  async connect(): Promise<void> {
    if (this.isConnecting) return;
    this.isConnecting = true;
    this.trouble = undefined;
    try {
      await this.#services.connect(this.name);
      await this.app.load();
    } catch (error) {
      const failure = toFailure(error);
      if (!KNOWN_TO_USER.includes(failure.code)) this.trouble = failure;
    } finally {
      this.isConnecting = false;
    }
  }

  ask(account: ConnectedAccount | undefined): void {
    this.asked = account;
    this.trouble = undefined;
  }

  async disconnect(account: ConnectedAccount): Promise<void> {
    if (this.leaving) return;
    this.leaving = account;
    this.trouble = undefined;
    try {
      await this.#services.api.disconnect(account.id);
      await this.app.load();
      // Together and last: the focus goes from the question to what is there without the account.
      this.asked = undefined;
      this.left = account;
    } catch (error) {
      this.trouble = toFailure(error);
    } finally {
      this.leaving = undefined;
    }
  }
}
