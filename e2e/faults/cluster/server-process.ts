import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { answers, cleanEnv, root } from '../../harness/child-process.ts';
import { childProcesses } from './child-processes.ts';

const READY_WITHIN_MS = 60_000;
const LOG_CHARACTERS = 20_000;
/** What Node compiles it keeps: that is half of the time a server takes to start. */
const COMPILE_CACHE = join(root, 'dist', '.compile-cache');

/** A server that dies and comes back, under one port. */
export class ServerProcess {
  readonly url: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;
  #log = '';
  #crashes = 0;

  constructor(env: Record<string, string> & { PORT: string }) {
    this.#env = env;
    this.url = `http://127.0.0.1:${env.PORT}`;
  }

  /** How often it has ended without being told to. */
  get crashes(): number {
    return this.#crashes;
  }

  /** The end of what it has printed. */
  get log(): string {
    return this.#log;
  }

  /** Resolves once it is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['server/main.ts'], {
      cwd: root,
      env: cleanEnv({ NODE_COMPILE_CACHE: COMPILE_CACHE, ...this.#env }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.#log = (this.#log + chunk.toString()).slice(-LOG_CHARACTERS)));
    }
    child.once('exit', () => {
      if (this.#child === child) this.#crashes += 1;
    });
    const deadline = AbortSignal.timeout(READY_WITHIN_MS);
    while (!(await answers(`${this.url}/ready/`).catch(() => false))) {
      if (deadline.aborted || this.#child !== child || child.exitCode !== null) {
        child.kill('SIGKILL');
        throw new Error(`A server did not become ready:\n${this.#log}`);
      }
      await wait(50);
    }
  }

  /** Answers the exit code; null where the signal ended it. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }

  /** Kills the processes in which pieces run; answers how many there were. */
  async killWorkers(): Promise<number> {
    const workers = await childProcesses(this.#child?.pid ?? 0);
    for (const worker of workers) process.kill(worker, 'SIGKILL');
    return workers.length;
  }

  /** Of the process in memory, in megabytes. */
  async megabytes(): Promise<number> {
    const status = await readFile(`/proc/${this.#child?.pid ?? 0}/status`, 'utf8').catch(() => '');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024;
  }
}
