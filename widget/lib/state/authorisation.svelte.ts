import type { Failure } from '#bridge-protocol/failure.ts';
import type { ConnectApi } from '../api/connect-api.ts';
import { toFailure } from '../coded-error.ts';

/** How often the window is asked whether it is closed, in milliseconds; no event says so. */
const LOOK = 400;

/**
 * `ready`: nothing was opened yet. `open`: the user is busy in the window. `closed`: the window is gone, or a provider's
 * page with COOP makes it look so. `unseen`: no handle came back, because the window was blocked or the host page's COOP
 * has severed it: the user is the only one who knows.
 */
export type AuthorisationStage = 'ready' | 'open' | 'closed' | 'unseen';

export interface AuthorisationOptions {
  attemptId: string;
  startUrl: string;
  api: Pick<ConnectApi, 'issueNonce' | 'submitPairingCode'>;
  /** Has to open the window before it returns: a browser allows it only in the click itself */
  openWindow: (url: string) => Window | null;
  /** The server refused, perhaps because the attempt is over */
  onRefusal: () => void;
}

/** The window in which the user signs in at the third party, seen from the sheet. It decides nothing about the attempt. */
export class Authorisation {
  stage = $state<AuthorisationStage>('ready');
  /** True while a window would open without the means to prove itself */
  isPreparing = $state(false);
  failure = $state.raw<Failure>();
  isPairing = $state(false);
  pairingFailure = $state.raw<Failure>();
  /** True where there is a window that can be brought to the front */
  hasWindow = $state(false);
  /** True once the window has taken its nonce or its code was typed in */
  isProved = $state(false);

  readonly startUrl: string;
  readonly #options: AuthorisationOptions;
  #nonce: string | undefined;
  #window: Window | null = null;
  #watch: ReturnType<typeof setInterval> | undefined;

  constructor(options: AuthorisationOptions) {
    this.#options = options;
    this.startUrl = options.startUrl;
  }

  /**
   * Gets the nonce for the next window. The one before stops counting on the server, so this waits until a window that
   * took one has had its time to use it.
   */
  async prepare(): Promise<void> {
    if (this.#nonce !== undefined || this.isPreparing) return;
    this.isPreparing = true;
    this.failure = undefined;
    try {
      this.#nonce = await this.#options.api.issueNonce(this.#options.attemptId);
    } catch (error) {
      this.failure = toFailure(error);
      this.#options.onRefusal();
    } finally {
      this.isPreparing = false;
    }
  }

  /** To be called in the click. */
  open(): void {
    if (this.isPreparing) return;
    if (this.#nonce === undefined) return void this.prepare();
    this.#forgetWindow();
    this.isProved = false;
    this.#window = this.#options.openWindow(this.startUrl);
    this.hasWindow = this.#window !== null;
    this.stage = this.hasWindow ? 'open' : 'unseen';
    if (this.hasWindow) this.#watch = setInterval(() => this.#look(), LOOK);
  }

  /** The start page asks for its nonce: each is given once. */
  release(): string | null {
    const nonce = this.#nonce ?? null;
    this.#nonce = undefined;
    if (nonce !== null) this.#prove();
    return nonce;
  }

  /** Back to Continue, where the window cannot be seen from here. */
  startAgain(): void {
    this.#forgetWindow();
    this.stage = 'ready';
    void this.prepare();
  }

  focusWindow(): void {
    this.#window?.focus();
  }

  /** The code that a window without a way back to us shows its user. */
  async pair(code: string): Promise<void> {
    if (this.isPairing) return;
    this.isPairing = true;
    this.pairingFailure = undefined;
    try {
      await this.#options.api.submitPairingCode(this.#options.attemptId, code);
      this.#prove();
    } catch (error) {
      this.pairingFailure = toFailure(error);
      // A wrong code may have been one too many, which its answer does not say.
      this.#options.onRefusal();
    } finally {
      this.isPairing = false;
    }
  }

  dispose(): void {
    this.#forgetWindow();
    this.#nonce = undefined;
  }

  #prove(): void {
    this.isProved = true;
    this.stage = 'open';
  }

  #look(): void {
    if (!this.#window?.closed) return;
    this.#forgetWindow();
    this.stage = 'closed';
    void this.prepare();
  }

  #forgetWindow(): void {
    clearInterval(this.#watch);
    this.#window = null;
    this.hasWindow = false;
  }
}
