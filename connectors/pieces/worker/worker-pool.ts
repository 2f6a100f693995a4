import tls from 'node:tls';
import type { GuardedDial } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Isolation } from './isolation.ts';
import { Worker, type WorkerAnswer, type WorkerTask } from './worker.ts';

export interface PieceSource {
  /** The folder of packages */
  packages: string;
  /** The piece's entry file, within that folder */
  entry: string;
}

export interface PieceCall {
  /** Whose call it is: two tenants never share a process */
  tenant: string;
  task: WorkerTask;
  /** Opens the connections of this call */
  dial: GuardedDial;
  /** Ends the call, and with it the process */
  signal: AbortSignal;
}

export interface WorkerPoolOptions {
  isolation: Isolation;
  /** How many processes at most */
  size: number;
  /** Certificates that pieces trust beside the usual ones, in PEM; absent: those of NODE_EXTRA_CA_CERTS */
  extraCa?: readonly string[];
  limits?: Partial<typeof defaultLimits>;
}

const defaultLimits = {
  /** A process that was idle for so long ends, in milliseconds */
  idle: 60_000,
  /** A process ends after so many calls */
  calls: 1_000,
};

interface Place {
  key: string;
  worker: Worker;
  isBusy: boolean;
  timer?: NodeJS.Timeout;
}

/**
 * The processes in which pieces run. Each serves one tenant and one piece, one call at a time, and is used again while it
 * is warm; when all are taken, the longest idle one makes room, and else the call waits as long as its signal lets it.
 */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #limits: typeof defaultLimits;
  /** The longest idle first */
  readonly #places = new Set<Place>();
  readonly #waiting: (() => void)[] = [];
  #starting = 0;
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
  }

  /** Throws `runner_unavailable`, `function_failed`, and the signal's reason. */
  async run(source: PieceSource, { tenant, task, dial, signal }: PieceCall): Promise<WorkerAnswer> {
    const place = await this.#take(source, tenant, signal);
    try {
      return await place.worker.run(task, dial, signal);
    } finally {
      this.#release(place);
    }
  }

  /** How many processes there are of each kind, and how many calls wait for one. */
  get state(): { busy: number; idle: number; starting: number; waiting: number } {
    const busy = [...this.#places].filter((place) => place.isBusy).length;
    return { busy, idle: this.#places.size - busy, starting: this.#starting, waiting: this.#waiting.length };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const places = [...this.#places];
    for (const place of places) this.#end(place);
    for (const next of this.#waiting.splice(0)) next();
    await Promise.all(places.map(({ worker }) => worker.ended));
  }

  async #take(source: PieceSource, tenant: string, signal: AbortSignal): Promise<Place> {
    const key = JSON.stringify([tenant, source.packages, source.entry]);
    for (;;) {
      if (this.#isClosed) throw unavailable('The server is stopping.');
      signal.throwIfAborted();
      const idle = [...this.#places].filter((place) => !place.isBusy);
      const warm = idle.find((place) => place.key === key && !place.worker.isEnding);
      if (warm) return this.#occupy(warm);
      if (this.#places.size + this.#starting < this.#options.size) return this.#start(source, key);
      if (idle[0]) this.#end(idle[0]);
      else await this.#turn(signal);
    }
  }

  async #start(source: PieceSource, key: string): Promise<Place> {
    this.#starting += 1;
    try {
      const { isolation, extraCa = tls.getCACertificates('extra') } = this.#options;
      const worker = await Worker.start({ ...source, isolation, extraCa });
      const place: Place = { key, worker, isBusy: true };
      this.#places.add(place);
      void worker.ended.then(() => this.#forget(place));
      if (this.#isClosed) worker.end();
      return place;
    } finally {
      this.#starting -= 1;
      if (this.#places.size + this.#starting < this.#options.size) this.#waiting.shift()?.();
    }
  }

  #occupy(place: Place): Place {
    clearTimeout(place.timer);
    place.isBusy = true;
    return place;
  }

  #release(place: Place): void {
    place.isBusy = false;
    if (place.worker.isEnding || place.worker.calls >= this.#limits.calls) return this.#end(place);
    this.#places.delete(place);
    this.#places.add(place);
    place.timer = setTimeout(() => this.#end(place), this.#limits.idle).unref();
    this.#waiting.shift()?.();
  }

  #end(place: Place): void {
    this.#forget(place);
    place.worker.end();
  }

  #forget(place: Place): void {
    clearTimeout(place.timer);
    if (this.#places.delete(place)) this.#waiting.shift()?.();
  }

  /** Waits until a place may be free. */
  #turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = (): void => {
      const index = this.#waiting.indexOf(next);
      if (index >= 0) this.#waiting.splice(index, 1);
      reject(unavailable('All workers are busy. Try again in a moment.'));
    };
    const next = (): void => {
      signal.removeEventListener('abort', abort);
      resolve();
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#waiting.push(next);
    return promise;
  }
}

function unavailable(message: string): ConnectorError {
  return new ConnectorError('runner_unavailable', message);
}
