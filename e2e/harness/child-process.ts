import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export const root = join(import.meta.dirname, '..', '..');

export interface RunningProcess {
  /** Everything it has printed */
  log(): string;
  /** As Ctrl-C does. Answers the exit code; after ten seconds the process is killed and the answer is null. */
  stop(): Promise<number | null>;
}

/** Starts a Node process of the project's and waits until `ready` answers true. Throws, with its log, if it ends before. */
export function startProcess(
  args: readonly string[],
  env: Record<string, string>,
  ready: () => Promise<boolean>,
): Promise<RunningProcess> {
  const child = spawn(process.execPath, args, { cwd: root, env: cleanEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
  return whenReady(child, { ready, within: 30, stop: (signal = 'SIGINT') => child.kill(signal) });
}

/**
 * As `startProcess`, for someone else's program, which may start further processes: it gets a process group of its own, and
 * `stop`, like the end of this process, ends the whole group.
 */
export function startProgram(
  command: readonly [program: string, ...args: string[]],
  env: Record<string, string>,
  ready: () => Promise<boolean>,
): Promise<RunningProcess> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: root,
    env: cleanEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const stop: Stop = (signal = 'SIGTERM') => {
    if (process.platform === 'win32' || child.pid === undefined) child.kill(signal);
    else killGroup(child.pid, signal);
  };
  const kill = (): void => stop('SIGKILL');
  // Before what else is done at the end, such as removing its files
  process.prependOnceListener('exit', kill);
  child.once('close', () => process.off('exit', kill));
  return whenReady(child, { ready, within: 120, stop });
}

function killGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Without a signal: the one that the process ends upon in an orderly way */
type Stop = (signal?: NodeJS.Signals) => void;

interface Handling {
  ready: () => Promise<boolean>;
  /** In seconds */
  within: number;
  stop: Stop;
}

async function whenReady(
  child: ChildProcessByStdio<null, Readable, Readable>,
  { ready, within, stop }: Handling,
): Promise<RunningProcess> {
  const name = child.spawnargs.join(' ');
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.once('error', (error) => (log += error.message));
  const deadline = AbortSignal.timeout(within * 1000);
  while (!(await ready().catch(() => false))) {
    if (hasEnded(child)) throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode}:\n${log}`);
    if (deadline.aborted) {
      stop('SIGKILL');
      throw new Error(`${name} was not ready after ${within} seconds:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { log: () => log, stop: () => stopped(child, stop) };
}

async function stopped(child: ChildProcess, stop: Stop): Promise<number | null> {
  if (hasEnded(child)) return child.exitCode;
  const ended = once(child, 'exit');
  stop();
  const timer = setTimeout(() => stop('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
  return child.exitCode;
}

/** A program that could not be started at all has no number. */
function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
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
