import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export interface RunningProcess {
  /** Everything it has printed */
  log(): string;
  /** As Ctrl-C does. Answers the exit code; after ten seconds the process is killed and the answer is null. */
  stop(): Promise<number | null>;
}

/** Starts a Node process of the project's and waits until `ready` answers true. Throws, with its log, if it ends before. */
export async function startProcess(
  args: readonly string[],
  env: Record<string, string>,
  ready: () => Promise<boolean>,
): Promise<RunningProcess> {
  const child = spawn(process.execPath, args, { cwd: root, env: cleanEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const deadline = AbortSignal.timeout(30_000);
  while (!(await ready().catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}:\n${log}`);
    if (deadline.aborted) {
      child.kill('SIGKILL');
      throw new Error(`${args.join(' ')} was not ready after 30 seconds:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { log: () => log, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
  return child.exitCode;
}

/** The caller's own settings must not reach what is under test. */
export function cleanEnv(env: Record<string, string>): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR, LANG } = process.env;
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...(LANG && { LANG }), ...env };
}

/** True once the address answers 2xx. */
export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  await response.body?.cancel();
  return response.ok;
}
