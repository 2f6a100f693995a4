import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

export interface Service {
  name: string;
  /** Relative to the project */
  file: string;
  env: Record<string, string>;
  /** Answers 2xx once the service is up */
  healthUrl: string;
}

const END_WITHIN = 10_000;
const READY_WITHIN = 60_000;
const ASK_EVERY = 40;

/** The processes that `npm start` runs: started together, ended together. */
export class Services {
  readonly #root: string;
  readonly #stop: AbortSignal | undefined;
  readonly #running = new Map<string, ChildProcess>();
  readonly #ended = new AbortController();
  readonly #stopping = new WeakSet<ChildProcess>();

  /** `stop` ends the waiting of a start that is under way. */
  constructor(root: string, stop?: AbortSignal) {
    this.#root = root;
    this.#stop = stop;
  }

  /** Aborted, with the reason, when a service ends that was not told to. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Resolves once the service answers. Throws if it ends before, or takes longer than a minute. */
  async start({ name, file, env, healthUrl }: Service): Promise<void> {
    const child = spawn(process.execPath, ['--import', './scripts/start/end-with-parent.ts', file], {
      cwd: this.#root,
      // What Node compiles it keeps: that is half of the time a service takes to start.
      env: { NODE_COMPILE_CACHE: join(this.#root, 'dist', '.compile-cache'), ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // In a group of its own, so that Ctrl-C reaches the starter alone and each service is told to end once.
      detached: process.platform !== 'win32',
    });
    this.#running.set(name, child);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => console.log(`[${name}] ${line}`));
    }
    child.once('exit', (code, signal) => {
      this.#running.delete(name);
      if (!this.#stopping.has(child))
        this.#ended.abort(new Error(`The ${name} has ended (${signal ?? `exit code ${code}`}).`));
    });
    await this.#answers(name, healthUrl);
  }

  /** Tells these services, or all of them, to end, and waits; one that does not within ten seconds is killed. */
  async stop(...names: string[]): Promise<void> {
    const due = [...this.#running].filter(([name]) => names.length === 0 || names.includes(name));
    await Promise.all(due.map(([, child]) => this.#end(child)));
  }

  async #end(child: ChildProcess): Promise<void> {
    this.#stopping.add(child);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), END_WITHIN);
    await exited;
    clearTimeout(killer);
  }

  async #answers(name: string, url: string): Promise<void> {
    const timeout = AbortSignal.timeout(READY_WITHIN);
    const signal = AbortSignal.any([this.ended, timeout, ...(this.#stop ? [this.#stop] : [])]);
    while (!signal.aborted) {
      const response = await fetch(url, { signal }).catch(() => undefined);
      await response?.body?.cancel();
      if (response?.ok) return;
      await wait(ASK_EVERY, undefined, { signal }).catch(() => undefined);
    }
    this.ended.throwIfAborted();
    this.#stop?.throwIfAborted();
    throw new Error(`The ${name} did not answer at ${url} within ${READY_WITHIN / 1000} s.`);
  }
}
