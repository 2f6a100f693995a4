import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';

export interface RunningPostgres {
  /** Of a superuser, on 127.0.0.1 */
  url: string;
  /** Ends it, orderly or as in a crash, and starts it again so much later. Resolves once it takes connections. */
  restart(how: 'restart' | 'crash', afterMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a throw-away PostgreSQL server, which also ends when this process does, however it does. Finds or installs
 * the binaries; throws with the remedies if there are none. A `durable` one writes to the disk as one in production does.
 */
export async function startPostgres({ durable = false } = {}): Promise<RunningPostgres> {
  const script = path.join(import.meta.dirname, 'run-server.ts');
  // In a process group of its own: Ctrl-C shall end the tests first and the server after them.
  const runner = spawn(process.execPath, [script, ...(durable ? ['--durable'] : [])], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const exited = once(runner, 'exit');
  const lines = createInterface(runner.stdout);
  const url = await nextLine(lines);
  if (url === undefined) throw new Error('PostgreSQL for the tests could not be started; the reason stands above.');
  return {
    url,
    async restart(how, afterMs = 0) {
      const order = `${how} after ${afterMs} ms`;
      runner.stdin.write(`${order}\n`);
      if ((await nextLine(lines)) !== order) throw new Error('PostgreSQL did not start again.');
    },
    async stop() {
      runner.stdin.end();
      await exited;
    },
  };
}

/** Undefined if they end before. */
async function nextLine(lines: Interface): Promise<string | undefined> {
  const enough = new AbortController();
  const { signal } = enough;
  try {
    const [line] = (await Promise.race([
      once(lines, 'line', { signal }),
      once(lines, 'close', { signal }),
    ])) as string[];
    return line;
  } finally {
    enough.abort();
  }
}
