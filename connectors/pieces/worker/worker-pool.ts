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
  /** Whose share of the processes it takes: a workspace's tenants have one together. Absent: the tenant's own */
  workspace?: string;
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
  /** Who has it; undefined while it is idle */
  holder: string | undefined;
  timer?: NodeJS.Timeout;
}

/** What a call needs: a process of this key, on this workspace's share. */
interface Wanted {
  key: string;
  workspace: string;
}

interface Waiter {
  workspace: string;
  next(): void;
}

/**
 * The processes in which pieces run. Each serves one tenant and one piece, one call at a time, and is used again while it
 * is warm; when all are taken, the longest idle one makes room, and else the call waits as long as its signal lets it. A
 * workspace gets all but one of them at most, and what becomes free goes to the one that has the fewest.
 */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #limits: typeof defaultLimits;
  /** The longest idle first */
  readonly #places = new Set<Place>();
  /** In the order of their coming */
  readonly #waiting = new Set<Waiter>();
  /** How many processes a workspace uses, those included that start for it */
  readonly #held = new Map<string, number>();
  #starting = 0;
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
  }

  /** Throws `runner_unavailable`, `function_failed`, and the signal's reason. */
  async run(source: PieceSource, { tenant, workspace = tenant, task, dial, signal }: PieceCall): Promise<WorkerAnswer> {
    const key = JSON.stringify([tenant, source.packages, source.entry]);
    const place = await this.#take(source, { key, workspace }, signal);
    try {
      return await place.worker.run(task, dial, signal);
    } finally {
      this.#release(place);
    }
  }

  /** How many processes there are of each kind, and how many calls wait for one. */
  get state(): { busy: number; idle: number; starting: number; waiting: number } {
    const busy = [...this.#places].filter(({ holder }) => holder !== undefined).length;
    return { busy, idle: this.#places.size - busy, starting: this.#starting, waiting: this.#waiting.size };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const places = [...this.#places];
    for (const place of places) this.#end(place);
    for (const { next } of this.#waiting) next();
    await Promise.all(places.map(({ worker }) => worker.ended));
  }

  async #take(source: PieceSource, wanted: Wanted, signal: AbortSignal): Promise<Place> {
    for (;;) {
      if (this.#isClosed) throw unavailable('The server is stopping.');
      signal.throwIfAborted();
      const mayHold = this.#mayHold(wanted.workspace);
      const idle = mayHold ? [...this.#places].filter((place) => place.holder === undefined) : [];
      const warm = idle.find((place) => place.key === wanted.key && !place.worker.isEnding);
      if (warm) return this.#occupy(warm, wanted.workspace);
      if (mayHold && this.#hasRoom) return this.#start(source, wanted);
      if (idle[0]) this.#end(idle[0]);
      else await this.#turn(wanted.workspace, signal);
    }
  }

  get #hasRoom(): boolean {
    return this.#places.size + this.#starting < this.#options.size;
  }

  #mayHold(workspace: string): boolean {
    return this.#heldBy(workspace) < Math.max(1, this.#options.size - 1);
  }

  #heldBy(workspace: string): number {
    return this.#held.get(workspace) ?? 0;
  }

  #hold(workspace: string, change: 1 | -1): void {
    const held = this.#heldBy(workspace) + change;
    if (held > 0) this.#held.set(workspace, held);
    else this.#held.delete(workspace);
  }

  async #start(source: PieceSource, { key, workspace }: Wanted): Promise<Place> {
    this.#starting += 1;
    this.#hold(workspace, 1);
    let isStarted = false;
    try {
      const { isolation, extraCa = tls.getCACertificates('extra') } = this.#options;
      const worker = await Worker.start({ ...source, isolation, extraCa });
      const place: Place = { key, worker, holder: workspace };
      this.#places.add(place);
      void worker.ended.then(() => this.#forget(place) && this.#wake());
      if (this.#isClosed) worker.end();
      isStarted = true;
      return place;
    } finally {
      this.#starting -= 1;
      if (!isStarted) this.#hold(workspace, -1);
      if (this.#hasRoom) this.#wake();
    }
  }

  #occupy(place: Place, workspace: string): Place {
    clearTimeout(place.timer);
    place.holder = workspace;
    this.#hold(workspace, 1);
    return place;
  }

  #release(place: Place): void {
    if (place.holder !== undefined) this.#hold(place.holder, -1);
    place.holder = undefined;
    if (place.worker.isEnding || place.worker.calls >= this.#limits.calls) this.#end(place);
    else this.#keepWarm(place);
    this.#wake();
  }

  #keepWarm(place: Place): void {
    this.#places.delete(place);
    this.#places.add(place);
    place.timer = setTimeout(() => this.#end(place), this.#limits.idle).unref();
  }

  #end(place: Place): void {
    this.#forget(place);
    place.worker.end();
  }

  /** True where it was known until now. */
  #forget(place: Place): boolean {
    clearTimeout(place.timer);
    return this.#places.delete(place);
  }

  /** Lets the one go on that waits for the workspace with the fewest processes, of those that may have another. */
  #wake(): void {
    const allowed = [...this.#waiting].filter(({ workspace }) => this.#mayHold(workspace));
    const fewest = Math.min(...allowed.map(({ workspace }) => this.#heldBy(workspace)));
    allowed.find(({ workspace }) => this.#heldBy(workspace) === fewest)?.next();
  }

  /** Waits until a place may be free. */
  #turn(workspace: string, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (): void => {
      signal.removeEventListener('abort', abort);
      this.#waiting.delete(waiter);
    };
    const abort = (): void => {
      leave();
      reject(unavailable('All workers are busy. Try again in a moment.'));
    };
    const next = (): void => {
      leave();
      resolve();
    };
    const waiter = { workspace, next };
    signal.addEventListener('abort', abort, { once: true });
    this.#waiting.add(waiter);
    return promise;
  }
}

function unavailable(message: string): ConnectorError {
  return new ConnectorError('runner_unavailable', message);
}
