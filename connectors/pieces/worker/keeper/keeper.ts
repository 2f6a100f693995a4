import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Writable } from 'node:stream';

const kept = new Set<number>();
let orders: Writable | undefined;

/**
 * Sees to it that a process ends with this one, however this one ends: a loop in it would never notice. A process of its own
 * waits for that; there is one for all, and none where nothing is kept.
 */
export function endWithUs(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  kept.add(pid);
  if (orders) orders.write(`+${pid}\n`);
  else orders = startKeeper();
  child.once('exit', () => {
    kept.delete(pid);
    orders?.write(`-${pid}\n`);
  });
}

function startKeeper(): Writable {
  // In a process group of its own: what ends the server by the keyboard does not end it before.
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {},
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.on('error', () => {});
  keeper.stdin.on('error', () => {});
  // The next worker starts another one, which learns of all.
  keeper.once('exit', () => (orders = undefined));
  keeper.unref();
  for (const pid of kept) keeper.stdin.write(`+${pid}\n`);
  return keeper.stdin;
}
