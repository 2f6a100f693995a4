import type { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { ConnectApi } from '../api/connect-api.ts';
import type { EventHub } from '../events/event-hub.ts';

/** How often a pending attempt is asked for where the event stream belongs to another instance, or is broken. */
const ASK = 5_000;
/** The server's ten minutes and some for its answer: the attempt is over then, whatever can be reached. */
const LONGEST = 10 * 60_000 + 20_000;
/** The event of an attempt that is known to have ended comes at once; if it does not, its stream is in trouble. */
const EVENT_LATE = 3_000;
const EVENT_LOST = 7_000;

export interface AttemptWatchOptions {
  id: string;
  api: Pick<ConnectApi, 'getAttempt'>;
  events: Pick<EventHub, 'isLive' | 'hold' | 'catchUp'>;
  /** The attempt as the server has it; may come any number of times */
  onAttempt: (attempt: ConnectAttempt) => void;
  /** The attempt cannot be pending any more */
  onExpired: () => void;
}

/** The safety net under the event stream, for one pending attempt. */
export class AttemptWatch {
  readonly #options: AttemptWatchOptions;
  readonly #release: () => void;
  readonly #asking: ReturnType<typeof setInterval>;
  readonly #expiry: ReturnType<typeof setTimeout>;
  #late: ReturnType<typeof setTimeout> | undefined;
  #lost: ReturnType<typeof setTimeout> | undefined;

  constructor(options: AttemptWatchOptions) {
    this.#options = options;
    this.#release = options.events.hold();
    this.#asking = setInterval(() => {
      if (!options.events.isLive) void this.ask();
    }, ASK);
    this.#expiry = setTimeout(options.onExpired, LONGEST);
  }

  async ask(): Promise<void> {
    try {
      this.#options.onAttempt(await this.#options.api.getAttempt(this.#options.id));
    } catch {
      // Asked again, or told by the stream.
    }
  }

  /** Calls back if the event that has to come does not. */
  expectEvent(onLost: () => void): void {
    if (this.#late !== undefined) return;
    this.#late = setTimeout(() => this.#options.events.catchUp(), EVENT_LATE);
    this.#lost = setTimeout(onLost, EVENT_LOST);
  }

  dispose(): void {
    clearInterval(this.#asking);
    clearTimeout(this.#expiry);
    clearTimeout(this.#late);
    clearTimeout(this.#lost);
    this.#release();
  }
}
