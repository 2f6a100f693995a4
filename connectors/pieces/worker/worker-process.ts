import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import type { Isolation, WorkerCommand } from './isolation.ts';
import { endWithUs } from './keeper/keeper.ts';

export interface WorkerProcess {
  child: ChildProcess;
  channel: Duplex;
}

/** Starts a worker's process; undefined where the machine has none left, nor descriptors. */
export function startProcess(isolation: Isolation, { command, args }: WorkerCommand): WorkerProcess | undefined {
  // The path is for finding the command itself; the worker has no environment at all.
  const env = isolation === 'namespaces' ? { PATH: process.env.PATH } : {};
  try {
    const child = spawn(command, args, { env, cwd: '/', stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    // What fails is told by an event, which ends the server where nobody listens. Without descriptors there is no stdio.
    child.on('error', () => {});
    // Behind namespaces, bubblewrap does it.
    if (isolation === 'process') endWithUs(child);
    const { stdio } = child as Partial<ChildProcess>;
    return stdio && { child, channel: stdio[3] as Duplex };
  } catch {
    return undefined;
  }
}
