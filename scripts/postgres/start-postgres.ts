import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface RunningPostgres {
  /** Of a superuser, on 127.0.0.1 */
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts a throw-away PostgreSQL server, which also ends when this process does, however it does. Finds or installs
 * the binaries; throws with the remedies if there are none.
 */
export async function startPostgres(): Promise<RunningPostgres> {
  // In a process group of its own: Ctrl-C shall end the tests first and the server after them.
  const runner = spawn(process.execPath, [path.join(import.meta.dirname, 'run-server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const exited = once(runner, 'exit');
  const url = await firstLine(runner.stdout);
  if (url === undefined) throw new Error('PostgreSQL for the tests could not be started; the reason stands above.');
  return {
    url,
    async stop() {
      runner.stdin.end();
      await exited;
    },
  };
}

/** Undefined if the stream ends before. */
async function firstLine(stream: Readable): Promise<string | undefined> {
  for await (const line of createInterface(stream)) return line;
  return undefined;
}
