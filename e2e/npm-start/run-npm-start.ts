import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { freePort } from '#scripts/free-port.ts';
import { root } from '../harness/child-process.ts';

export interface RunningStart {
  /** The demo product's address, as `npm start` prints it */
  demoUrl: string;
  /** As it prints them: how long it took to be ready, in seconds */
  readyAfter: number;
  log(): string;
  /** Ctrl-C: the whole group gets SIGINT. Answers npm's exit code. */
  stop(): Promise<number | null>;
}

const started = new Set<number>();

/** Ends what a failed test has left running. */
export function endAll(): void {
  for (const group of started) process.kill(-group, 'SIGKILL');
  started.clear();
}

/** Runs `npm start` as on a machine that has Node and npm and nothing of ours in its environment. */
export async function runNpmStart(dataDir: string): Promise<RunningStart> {
  const { PATH = '', HOME = '' } = process.env;
  const ownPath = PATH.split(delimiter).filter((folder) => !folder.includes(join('node_modules', '.bin')));
  const ports = { PORT: await freePort(), DEMO_PORT: await freePort(), SANDBOX_PORT: await freePort() };
  const env = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { PATH: ownPath.join(delimiter), HOME, DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const group = child.pid!;
  started.add(group);
  child.once('exit', () => started.delete(group));
  let log = '';
  const ready = new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      log += chunk.toString();
      const seconds = /^Ready in ([\d.]+) s/m.exec(log)?.[1];
      if (seconds) resolve(Number(seconds));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${log}`)));
  });
  const readyAfter = await ready;
  return {
    demoUrl: `http://localhost:${ports.DEMO_PORT}/`,
    readyAfter,
    log: () => log,
    stop: async () => {
      const ended = once(child, 'exit');
      process.kill(-group, 'SIGINT');
      await ended;
      return child.exitCode;
    },
  };
}
