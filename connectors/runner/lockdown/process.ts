import cluster from 'node:cluster';
import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import inspector from 'node:inspector';
import workerThreads from 'node:worker_threads';

/**
 * Takes out of reach what no piece needs. Where the operating system holds the walls this is a second one; elsewhere it
 * is the first.
 */
export function lockProcess(): void {
  const refuse = (): never => {
    throw Object.assign(new Error('A piece may not do this.'), { code: 'ERR_ACCESS_DENIED' });
  };
  for (const name of ['kill', '_kill', '_debugProcess', '_debugEnd', '_startProfilerIdleNotifier', 'dlopen', 'chdir']) {
    replace(process, name, refuse);
  }
  for (const name of [
    'setuid',
    'setgid',
    'seteuid',
    'setegid',
    'setgroups',
    'initgroups',
    'binding',
    '_linkedBinding',
  ]) {
    replace(process, name, refuse);
  }
  for (const name of Object.keys(childProcess)) replace(childProcess, name, refuse);
  replace(cluster, 'fork', refuse);
  replace(workerThreads, 'Worker', refuse);
  for (const name of ['open', 'Session']) replace(inspector, name, refuse);
  syncBuiltinESMExports();
}

function replace(target: object, name: string, value: unknown): void {
  if (name in target) Object.defineProperty(target, name, { value, writable: false, configurable: false });
}
