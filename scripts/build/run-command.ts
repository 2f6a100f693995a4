import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface CommandOptions {
  cwd: string;
  /** Ends the command */
  signal?: AbortSignal;
}

/** Runs a command to its end. Its output is only shown, in the error, when it fails. */
export async function runCommand(
  name: string,
  [command, ...args]: [string, ...string[]],
  { cwd, signal }: CommandOptions,
): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], signal });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status === 0) return;
  throw new Error(`Building the ${name} failed:\n\n${Buffer.concat(output).toString()}`);
}
