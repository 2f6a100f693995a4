import type { Session } from '#bridge-protocol/entities/session.ts';
import type { ServerEvent } from '#bridge-protocol/events/server-event.ts';
import { PROTOCOL_VERSION } from '#bridge-protocol/version.ts';
import { CodedError, isPassing } from '../coded-error.ts';
import { backoff } from './backoff.ts';
import { EventFeed } from './event-feed.ts';
import { EventStream } from './event-stream.ts';
import type { OpenStream } from './event-stream.ts';
import { frameName } from './frame-name.ts';
import { Pause } from './pause.ts';
import { SharedStream } from './shared-stream.ts';

/** A page that was only left for a moment keeps the stream that it shares. */
const LINGER = 30_000;

/** A wrong hash does not get right by itself; still, the server's side of it may be mended. */
const UNLIKELY = 10 * 60_000;

export interface EventHubOptions {
  appKey: string;
  getSession: () => Promise<Session>;
  open: OpenStream;
}

/**
 * The instance's events. The stream runs while somebody can see the page or an attempt is pending, and resumes after the
 * last event it saw: six open streams stall every other request of a browser on HTTP/1.1.
 */
export class EventHub {
  readonly #options: EventHubOptions;
  readonly #feed = new EventFeed(frameName);
  readonly #stream: EventStream;
  readonly #pause = new Pause();
  #shared: SharedStream | undefined;
  #running: AbortController | undefined;
  #ended: Promise<void> = Promise.resolve();
  #lingering: ReturnType<typeof setTimeout> | undefined;
  #isStarted = false;
  #isSuspended = false;
  #holds = 0;

  constructor(options: EventHubOptions) {
    this.#options = options;
    this.#stream = new EventStream(options.open);
  }

  /** True while this instance reads the stream itself, so that nothing has to be asked for. */
  get isLive(): boolean {
    return this.#stream.isLive;
  }

  /** Settles once nothing that happens from now on can be missed. */
  get located(): Promise<void> {
    return this.#feed.located;
  }

  subscribe(listener: (event: ServerEvent) => void): () => void {
    return this.#feed.subscribe(listener);
  }

  /** Follows the page's life from now on. The page and the hub end together. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    document.addEventListener('visibilitychange', () => this.#onVisibility());
    addEventListener('pagehide', () => this.#suspend(true));
    addEventListener('pageshow', () => this.#suspend(false));
    addEventListener('online', () => this.#wake());
    this.#update();
  }

  /** Keeps the stream wanted, hidden page or not, until the answer is called. */
  hold(): () => void {
    this.#holds += 1;
    this.#update();
    let isHeld = true;
    return () => {
      if (isHeld) this.#holds -= 1;
      isHeld = false;
      this.#update();
    };
  }

  /** An event that must be there has not come: read the stream here and now. */
  catchUp(): void {
    if (this.#shared) this.#shared.takeOver();
    this.#pause.wake();
  }

  #onVisibility(): void {
    clearTimeout(this.#lingering);
    this.#lingering = undefined;
    // Ten tabs with a stream each would stall one another; of a shared one there is none too many.
    const lingers = this.#shared?.isAlone === false;
    if (!document.hidden) this.#wake();
    else if (lingers) this.#lingering = setTimeout(() => this.#endLinger(), LINGER);
    this.#update();
  }

  #endLinger(): void {
    this.#lingering = undefined;
    this.#update();
  }

  /** A page with a lock or an open request is not kept for going back to it. */
  #suspend(isSuspended: boolean): void {
    this.#isSuspended = isSuspended;
    this.#update();
  }

  #wake(): void {
    this.#stream.wake();
    this.#pause.wake();
  }

  #update(): void {
    const isSeen = !document.hidden || this.#lingering !== undefined;
    const isWanted = this.#isStarted && !this.#isSuspended && (isSeen || this.#holds > 0);
    if (isWanted === (this.#running !== undefined)) return;
    this.#running?.abort();
    this.#running = isWanted ? new AbortController() : undefined;
    const { signal } = this.#running ?? {};
    // One after the other: the stream and the lock belong to one run at a time.
    if (signal) this.#ended = this.#ended.then(() => this.#run(signal));
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const { user_id: user } = await this.#options.getSession();
        if (signal.aborted) return;
        const name = `integry-events/${PROTOCOL_VERSION}/${this.#options.appKey}/${user}`;
        this.#shared ??= new SharedStream(name, this.#feed, this.#stream);
        return await this.#shared.run(signal);
      } catch (error) {
        // No session. The reason is the loader's to tell; here it only says whether asking again makes sense.
        const isHopeful = !(error instanceof CodedError) || isPassing(error.code);
        await this.#pause.wait(isHopeful ? backoff(failures) : UNLIKELY, signal);
      }
    }
  }
}
