import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GuardedDial } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { parseJson } from '../../openapi/reply/parse-json.ts';
import { encodeFrame, FrameReader } from '../../runner/frames.ts';
import type { ToWorker, WorkerRequest } from '../../runner/protocol.ts';
import { Dialler } from './dialler.ts';
import { workerCommand, type Isolation } from './isolation.ts';
import { WorkerMessage } from './worker-message.ts';
import { startProcess, type WorkerProcess } from './worker-process.ts';

/** How long a worker may take until it listens, in milliseconds. */
const START_MS = 10_000;
/** A worker that asks for more connections than this in one call floods us: far more than it ever gets. */
const MOST_ASKED = 1_000;

export type WorkerAnswer = Extract<WorkerMessage, { type: 'answer' | 'failure' }>;
type Unsent<Request> = Request extends unknown ? Omit<Request, 'id'> : never;
export type WorkerTask = Unsent<WorkerRequest>;

export interface WorkerSource {
  isolation: Isolation;
  /** The folder of packages */
  packages: string;
  /** The piece's entry file, within that folder */
  entry: string;
  /** Certificates that it trusts beside the usual ones, in PEM */
  extraCa: readonly string[];
}

interface CurrentCall {
  id: number;
  /** Why a connection was refused: the reason behind whatever the piece makes of it */
  refusal?: ConnectorError;
  settle: (answer: WorkerAnswer) => void;
  fail: (error: Error) => void;
}

/** One process with one piece in it, which does one thing at a time. It ends when it breaks a rule, and never comes back. */
export class Worker {
  readonly #child: WorkerProcess['child'];
  readonly #channel: WorkerProcess['channel'];
  readonly #reader = new FrameReader(parseJson);
  readonly #sockets: string;
  readonly #dialler: Dialler;
  readonly #seenSockets: string;
  readonly #ready = Promise.withResolvers<void>();
  #call: CurrentCall | undefined;
  #calls = 0;
  /** Connections asked for since the last call began */
  #asked = 0;
  #isReady = false;
  #isEnding = false;
  /** Settles when the process is gone, and its folder with it. */
  readonly ended: Promise<void>;

  /** Throws `runner_unavailable`. */
  static async start({ isolation, packages, entry, extraCa }: WorkerSource): Promise<Worker> {
    const sockets = await mkdtemp(join(tmpdir(), 'integry-worker-')).catch((cause: unknown) => {
      throw notStarted(cause);
    });
    const command = workerCommand(isolation, { packages, sockets });
    const { seen } = command;
    const started = startProcess(isolation, command);
    if (!started) {
      await removeFolder(sockets);
      throw notStarted();
    }
    const worker = new Worker(started, sockets, seen.sockets);
    const timer = setTimeout(() => worker.end(), START_MS);
    try {
      await worker.#ready.promise;
    } finally {
      clearTimeout(timer);
    }
    worker.#send({ type: 'start', entry: join(seen.packages, entry), extraCa });
    return worker;
  }

  private constructor({ child, channel }: WorkerProcess, sockets: string, seenSockets: string) {
    this.#child = child;
    this.#sockets = sockets;
    this.#dialler = new Dialler(sockets);
    this.#seenSockets = seenSockets;
    this.#channel = channel;
    channel.on('data', (chunk: Buffer) => this.#receive(chunk));
    channel.on('error', () => this.end());
    // Also where the process lives on: nothing that it is told would reach it.
    channel.on('close', () => this.end());
    this.ended = new Promise((resolve) => {
      child.once('error', () => this.#gone(resolve));
      child.once('exit', () => this.#gone(resolve));
    });
  }

  /** How many tasks it was given. */
  get calls(): number {
    return this.#calls;
  }

  /** True from the moment it was told to end: it takes no further task. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  /**
   * Gives it a task. Throws `function_failed` where the process ends over it, `invalid_argument` where the task is too
   * large, and the signal's reason when that fires, which ends the process: nothing less stops code that does not listen.
   */
  async run(task: WorkerTask, dial: GuardedDial, signal: AbortSignal): Promise<WorkerAnswer> {
    const id = ++this.#calls;
    const { promise, resolve, reject } = Promise.withResolvers<WorkerAnswer>();
    const call: CurrentCall = { id, settle: resolve, fail: reject };
    this.#call = call;
    this.#asked = 0;
    this.#dialler.begin(dial);
    const abort = (): void => {
      reject(signal.reason as Error);
      this.end();
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      if (signal.aborted) abort();
      else this.#send({ type: 'request', request: { ...task, id } });
      const answer = await promise;
      if (answer.type === 'failure' && answer.reason === 'function_failed' && call.refusal) throw call.refusal;
      return answer;
    } catch (error) {
      throw error instanceof RangeError ? tooLarge(error) : error;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#call = undefined;
      this.#dialler.end();
    }
  }

  end(): void {
    this.#isEnding = true;
    this.#child.kill('SIGKILL');
  }

  #receive(chunk: Buffer): void {
    try {
      for (const message of this.#reader.read(chunk)) this.#handle(WorkerMessage.parse(message));
    } catch {
      this.end();
    }
  }

  /** What is said out of turn, or too often, breaks a rule. */
  #handle(message: WorkerMessage): void {
    if (message.type === 'dial' && ++this.#asked <= MOST_ASKED) void this.#dial(message);
    else if (message.type === 'ready' && !this.#isReady) this.#becomeReady();
    else if ('id' in message && message.id === this.#call?.id) this.#call.settle(message);
    else this.end();
  }

  #becomeReady(): void {
    this.#isReady = true;
    this.#ready.resolve();
  }

  async #dial({ dial, host, port }: Extract<WorkerMessage, { type: 'dial' }>): Promise<void> {
    const call = this.#call;
    try {
      const name = await this.#dialler.open(host, port);
      this.#send({ type: 'dialled', dial, path: join(this.#seenSockets, name) });
    } catch (error) {
      const refusal =
        error instanceof ConnectorError
          ? error
          : new ConnectorError('provider_unreachable', `${host} could not be reached.`, { cause: error });
      if (call) call.refusal = refusal;
      this.#send({ type: 'refused', dial, message: refusal.message });
    }
  }

  #send(message: ToWorker): void {
    if (this.#channel.writable) this.#channel.write(encodeFrame(message));
  }

  #gone(resolve: () => void): void {
    this.#isEnding = true;
    const error = new ConnectorError(
      'function_failed',
      'The function ended its process. Try again, or tell the operator.',
    );
    this.#ready.reject(notStarted());
    this.#call?.fail(error);
    this.#channel.destroy();
    this.#dialler.close();
    void removeFolder(this.#sockets).then(resolve);
  }
}

function notStarted(cause?: unknown): ConnectorError {
  const message =
    'A worker for pieces could not be started: the operator finds why at the error’s page, runner_unavailable.';
  return new ConnectorError('runner_unavailable', message, { cause });
}

function tooLarge(cause: RangeError): ConnectorError {
  return new ConnectorError('invalid_argument', 'The parameters are too large for a piece.', { cause });
}

/** A folder that cannot be removed is not worth failing for. */
async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}
