import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GuardedDial } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { encodeFrame, FrameReader } from '../../runner/frames.ts';
import type { ToWorker, WorkerRequest } from '../../runner/protocol.ts';
import { Dialler } from './dialler.ts';
import { workerCommand, type Isolation } from './isolation.ts';
import { WorkerMessage } from './worker-message.ts';

/** How long a worker may take until it listens, in milliseconds. */
const START_MS = 10_000;

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
  dialler: Dialler;
  /** Why a connection was refused: the reason behind whatever the piece makes of it */
  refusal?: ConnectorError;
  settle: (answer: WorkerAnswer) => void;
  fail: (error: Error) => void;
}

/** One process with one piece in it, which does one thing at a time. It ends when it breaks a rule, and never comes back. */
export class Worker {
  readonly #child: ChildProcess;
  readonly #channel: Duplex;
  readonly #reader = new FrameReader();
  readonly #sockets: string;
  readonly #seenSockets: string;
  readonly #ready = Promise.withResolvers<void>();
  #call: CurrentCall | undefined;
  #calls = 0;
  #isEnding = false;
  /** Settles when the process is gone. */
  readonly ended: Promise<void>;

  static async start({ isolation, packages, entry, extraCa }: WorkerSource): Promise<Worker> {
    const sockets = await mkdtemp(join(tmpdir(), 'integry-worker-'));
    const { command, args, seen } = workerCommand(isolation, { packages, sockets });
    // The path is for finding the command itself; the worker has no environment at all.
    const env = isolation === 'namespaces' ? { PATH: process.env.PATH } : {};
    const child = spawn(command, args, { env, cwd: '/', stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const worker = new Worker(child, sockets, seen.sockets);
    const timer = setTimeout(() => worker.end(), START_MS);
    try {
      await worker.#ready.promise;
    } finally {
      clearTimeout(timer);
    }
    worker.#send({ type: 'start', entry: join(seen.packages, entry), extraCa });
    return worker;
  }

  private constructor(child: ChildProcess, sockets: string, seenSockets: string) {
    this.#child = child;
    this.#sockets = sockets;
    this.#seenSockets = seenSockets;
    this.#channel = child.stdio[3] as Duplex;
    this.#channel.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#channel.on('error', () => this.end());
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
   * Gives it a task. Throws `function_failed` where the process ends over it, and the signal's reason when that fires,
   * which ends the process: nothing less stops code that does not listen.
   */
  async run(task: WorkerTask, dial: GuardedDial, signal: AbortSignal): Promise<WorkerAnswer> {
    const id = ++this.#calls;
    const dialler = new Dialler(dial, this.#sockets);
    const { promise, resolve, reject } = Promise.withResolvers<WorkerAnswer>();
    const call: CurrentCall = { id, dialler, settle: resolve, fail: reject };
    this.#call = call;
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
    } finally {
      signal.removeEventListener('abort', abort);
      this.#call = undefined;
      dialler.close();
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

  #handle(message: WorkerMessage): void {
    if (message.type === 'ready') this.#ready.resolve();
    else if (message.type === 'dial') void this.#dial(message);
    else if (message.id === this.#call?.id) this.#call.settle(message);
  }

  async #dial({ dial, host, port }: Extract<WorkerMessage, { type: 'dial' }>): Promise<void> {
    const call = this.#call;
    try {
      if (!call) throw new ConnectorError('egress_blocked', 'No call is under way.');
      const name = await call.dialler.open(host, port);
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
    this.#ready.reject(
      new ConnectorError(
        'runner_unavailable',
        'A worker for pieces could not be started: the operator finds why at the error’s page, runner_unavailable.',
      ),
    );
    this.#call?.fail(error);
    this.#channel.destroy();
    void rm(this.#sockets, { recursive: true, force: true });
    resolve();
  }
}
