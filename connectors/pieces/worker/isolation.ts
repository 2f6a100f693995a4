import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * `namespaces`: the operating system holds the walls (Linux, by bubblewrap). `process`: Node's permission model and what
 * the worker takes out of reach by itself hold them, which a determined piece gets through.
 */
export type Isolation = 'namespaces' | 'process';

export interface WorkerPlaces {
  /** The folder of packages that holds the piece */
  packages: string;
  /** The folder in which the dialler puts its sockets */
  sockets: string;
}

export interface WorkerCommand {
  command: string;
  args: string[];
  /** The same places as the worker sees them */
  seen: WorkerPlaces;
}

const project = join(import.meta.dirname, '../../..');
const runner = join(import.meta.dirname, '../../runner');

const HEAP_MB = 256;
/** Heap, buffers and Node itself together, in bytes */
const MEMORY = 768 * 1024 * 1024;
const OPEN_FILES = 256;

/** Sees its own code, the packages and the sockets, and nothing else: no network, no other process, no home, no secrets. */
export function workerCommand(isolation: Isolation, places: WorkerPlaces): WorkerCommand {
  if (isolation === 'process') {
    const args = nodeArguments(join(runner, 'main.ts'), [runner, join(project, 'package.json'), places.packages]);
    return { command: process.execPath, args, seen: places };
  }
  const seen = { packages: '/packages', sockets: '/sockets' };
  // No bytes in files: those that the walls leave, as in /dev/shm, would be memory beyond the limit.
  const limits = [`--data=${MEMORY}`, `--nofile=${OPEN_FILES}`, '--fsize=0', '--core=0', '--'];
  const walls = ['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL'];
  const identity = ['--uid', '65534', '--gid', '65534', '--hostname', 'worker', '--chdir', '/'];
  const mounts = [
    ['--ro-bind', process.execPath, '/node'],
    ...['/lib', '/lib64', '/usr/lib', '/usr/lib64'].map((folder) => ['--ro-bind-try', folder, folder]),
    ['--ro-bind', runner, '/runner'],
    ['--ro-bind', join(project, 'package.json'), '/package.json'],
    ['--ro-bind', places.packages, seen.packages],
    ['--ro-bind', places.sockets, seen.sockets],
    ['--proc', '/proc'],
    ['--dev', '/dev'],
  ].flat();
  const node = ['/node', ...nodeArguments('/runner/main.ts', ['/runner', '/package.json', seen.packages])];
  return { command: 'prlimit', args: [...limits, 'bwrap', ...walls, ...identity, ...mounts, ...node], seen };
}

/** Whether workers can be started behind these walls on this machine. Ends within five seconds. */
export function canIsolate(isolation: Isolation): Promise<boolean> {
  if (isolation === 'process') return Promise.resolve(true);
  return new Promise((resolve) => {
    const args = ['--nofile=256', '--', 'bwrap', '--unshare-all', '--ro-bind', '/', '/', 'true'];
    const child = spawn('prlimit', args, { stdio: 'ignore', timeout: 5_000 });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

function nodeArguments(main: string, readable: string[]): string[] {
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    // Later versions of Node close the sockets too; the dialler's are then the ones it needs.
    ...(process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : []),
    `--max-old-space-size=${HEAP_MB}`,
    '--no-addons',
    '--disable-warning=SecurityWarning',
    '--disable-warning=ExperimentalWarning',
    main,
  ];
}
