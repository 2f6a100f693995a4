import type { App } from '#bridge-protocol/entities/app.ts';
import type { AuthMethod } from '#bridge-protocol/entities/auth-method.ts';
import type { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { Session } from '#bridge-protocol/entities/session.ts';
import type { ServerEvent } from '#bridge-protocol/events/server-event.ts';
import type { Failure } from '#bridge-protocol/failure.ts';
import type { ConnectApi } from '../api/connect-api.ts';
import { CodedError, toFailure } from '../coded-error.ts';
import { withDeadline } from '../deadline.ts';
import type { EventHub } from '../events/event-hub.ts';
import { language, t } from '../language/language.svelte.ts';
import { provisionalTitle } from '../provisional-title.ts';
import { AttemptWatch } from './attempt-watch.ts';
import { Authorisation } from './authorisation.svelte.ts';
import { startUrlFor } from './start-url.ts';

/** How long the event stream may take to be ready before the sheet is shown without it. */
const STREAM_PATIENCE = 3_000;
/** How long the user sees that it worked. */
const SHOW_SUCCESS = 1_200;
/** What users brought about themselves needs no explanation. */
const SELF_MADE: readonly string[] = ['connect_cancelled', 'connect_denied'];

export interface JourneyServices {
  api: ConnectApi;
  events: Pick<EventHub, 'isLive' | 'hold' | 'catchUp' | 'located'>;
  getSession: () => Promise<Session>;
  openWindow: (url: string) => Window | null;
  /** Fetches the sheet's code, so that it can be shown at once. */
  loadSheet: () => Promise<unknown>;
}

/** What the user is to connect: an account of the app, or with its id the one whose access has ended. */
export interface ConnectTarget {
  app: string;
  accountId?: string;
}

type Outcome = { connectedAccountId: string } | { failure: Failure };

/**
 * One user's way through connecting an app: the attempt's state as the server tells it, and what the sheet shows of it.
 * The promise ends by a committed row, by Cancel or by expiry, and by nothing that a window does.
 */
export class ConnectJourney {
  readonly id: string;
  readonly appName: string;
  readonly target: ConnectTarget;
  /** The connected account's id; rejects with `CodedError` */
  readonly settled: Promise<string>;

  app = $state.raw<App>();
  /** True once the sheet's code and all that it shows are there */
  isReady = $state(false);
  /** What the user calls the account that is to be reconnected; undefined where any will do */
  readonly accountName = $derived.by(() => {
    const { accountId } = this.target;
    return this.app?.connected_accounts.find(({ id }) => String(id) === accountId)?.display_name;
  });
  /** What the sheet is called */
  readonly heading = $derived.by(() =>
    t(this.accountName === undefined ? 'connect.title' : 'connect.reconnectTitle', { app: this.title }),
  );
  workspaceName = $state('');
  /** The ways of connecting that the operator has set up */
  methods = $state.raw<AuthMethod[]>([]);
  /** The chosen one; undefined while there is a choice */
  method = $state.raw<AuthMethod>();
  authorisation = $state.raw<Authorisation>();
  isSubmitting = $state(false);
  /** Why the last credentials were not taken */
  refusal = $state.raw<Failure>();
  outcome = $state.raw<Outcome>();

  /** True while the user sees it, or what stands there until it is ready */
  isShown = false;
  readonly #services: JourneyServices;
  readonly #onLeave: () => void;
  #watch: AttemptWatch | undefined;
  #startUrl = '';
  /** Settles once the server has the attempt, or has refused it */
  #created: Promise<unknown> = Promise.resolve();
  #isLeft = false;
  #resolve: (id: string) => void = () => undefined;
  #reject: (error: CodedError) => void = () => undefined;

  /** `onLeave` is called once, when there is nothing left to show. */
  constructor(id: string, target: ConnectTarget, services: JourneyServices, onLeave: () => void) {
    this.id = id;
    this.appName = target.app;
    this.target = target;
    this.#services = services;
    this.#onLeave = onLeave;
    this.settled = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** The app's, or its name until that is known */
  get title(): string {
    return this.app?.title ?? provisionalTitle(this.appName);
  }

  /** Begins the attempt and learns what the sheet needs. True if there is something to show, and somebody to see it. */
  async begin(): Promise<boolean> {
    const { api, events, getSession, loadSheet } = this.#services;
    this.#watch = new AttemptWatch({
      id: this.id,
      api,
      events,
      onAttempt: (attempt) => this.#observe(attempt),
      onExpired: () => this.#fail({ code: 'connect_expired', message: 'Connecting took longer than ten minutes.' }),
    });
    try {
      const located = withDeadline(events.located, STREAM_PATIENCE, 'The event stream').catch(() => undefined);
      const created = api.createAttempt(this.id, this.appName, this.target.accountId);
      this.#created = created.catch(() => undefined);
      const [attempt, app, session] = await Promise.all([
        created,
        api.getApp(this.appName),
        getSession(),
        located,
        loadSheet(),
      ]);
      this.#observe(attempt);
      if (attempt.status !== 'pending') return false;
      this.#prepare(attempt, app, session);
    } catch (error) {
      this.#fail(toFailure(error));
    }
    return this.outcome === undefined && !this.#isLeft;
  }

  choose(method: AuthMethod): void {
    this.refusal = undefined;
    this.method = method;
    this.authorisation?.dispose();
    if (method.type !== 'oauth2') return;
    this.authorisation = new Authorisation({
      attemptId: this.id,
      startUrl: startUrlFor(this.#startUrl, method.name, language.locale),
      api: this.#services.api,
      openWindow: this.#services.openWindow,
      onRefusal: () => void this.#watch?.ask(),
    });
    void this.authorisation.prepare();
  }

  /** Back to the choice, where there was one. */
  chooseAgain(): void {
    this.method = undefined;
    this.refusal = undefined;
  }

  /** The current one-time nonce, for the start page of this very attempt alone. */
  release(): string | null {
    if (this.outcome || this.#isLeft) return null;
    return this.authorisation?.release() ?? null;
  }

  async submit(values: Record<string, string>): Promise<void> {
    if (!this.method || this.isSubmitting || this.outcome) return;
    this.isSubmitting = true;
    this.refusal = undefined;
    try {
      this.#observe(await this.#services.api.submitCredentials(this.id, this.method.name, values));
    } catch (error) {
      this.refusal = toFailure(error);
      if (!['credentials_rejected', 'other_account'].includes(this.refusal.code)) await this.#watch?.ask();
    } finally {
      this.isSubmitting = false;
    }
  }

  /** The user wants out. Before the end it cancels the attempt, after it it only closes the sheet. */
  async cancel(): Promise<void> {
    this.#leave();
    if (this.outcome) return;
    await this.#created;
    try {
      this.#observe(await this.#services.api.cancelAttempt(this.id));
    } catch {
      this.#fail({ code: 'connect_cancelled', message: 'Connecting was cancelled.' });
    }
  }

  observeEvent(event: ServerEvent): void {
    if (event.type === 'app-connected' && event.payload.attempt_id === this.id) {
      this.#succeed(event.payload.connected_account_id);
    } else if (event.type === 'attempt-failed' && event.payload.id === this.id) {
      this.#observe(event.payload);
    }
  }

  #prepare(attempt: ConnectAttempt, app: App, session: Session): void {
    this.app = app;
    this.workspaceName = session.workspace_name;
    this.#startUrl = attempt.start_url;
    this.methods = app.auth_methods.filter((method) => method.available);
    const [only, another] = this.methods;
    if (!only) {
      throw new CodedError(
        'app_not_configured',
        `${app.title} is not set up yet. Its OAuth client has to be entered first.`,
      );
    }
    if (!another) this.choose(only);
    this.isReady = true;
  }

  #observe(attempt: ConnectAttempt): void {
    if (attempt.status === 'failed') {
      this.#fail(attempt.error ?? { code: 'connect_failed', message: 'The app could not be connected.' });
    } else if (attempt.status === 'connected' && attempt.connected_account_id !== null) {
      const id = attempt.connected_account_id;
      // The host's listeners hear of the account before the promise does.
      this.#watch?.expectEvent(() => this.#succeed(id));
    }
  }

  #succeed(id: number): void {
    if (this.outcome) return;
    const connectedAccountId = String(id);
    this.#end({ connectedAccountId });
    this.#resolve(connectedAccountId);
    if (this.isShown && this.isReady) setTimeout(() => this.#leave(), SHOW_SUCCESS);
    else this.#leave();
  }

  #fail(failure: Failure): void {
    if (this.outcome) return;
    this.#end({ failure });
    this.#reject(CodedError.of(failure));
    // What could not even begin is the host's to explain.
    if (!this.isShown || !this.isReady || SELF_MADE.includes(failure.code)) this.#leave();
  }

  #end(outcome: Outcome): void {
    this.outcome = outcome;
    this.#watch?.dispose();
    this.authorisation?.dispose();
  }

  #leave(): void {
    if (this.#isLeft) return;
    this.#isLeft = true;
    this.#onLeave();
  }
}
