import { spawnSync } from 'node:child_process';
import { existsSync, globSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { installDebianPackage } from '../debian-package.ts';

const OLDEST_VERSION = 15;
const suffix = process.platform === 'win32' ? '.exe' : '';

/** Where packages and installers put PostgreSQL's binaries, outside the PATH. */
const usualFolders = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/libexec/postgresql*',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
  '/Library/PostgreSQL/*/bin',
  'C:/Program Files/PostgreSQL/*/bin',
];

/** The folder of the newest PostgreSQL (15 or later) on this machine; undefined without one. */
export function systemBinaries(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const folders = [...usualFolders.flatMap((pattern) => globSync(pattern)), ...onPath.map(realFolder)];
  const versions = [...new Set(folders)].map((folder) => ({ folder, version: majorVersion(folder) }));
  const [newest] = versions.filter(({ version }) => version >= OLDEST_VERSION).sort((a, b) => b.version - a.version);
  return newest?.folder;
}

/** Debian's `postgresql` package; only as root, and only where apt is. */
export function installDebianPostgres(): string | undefined {
  // The package starts a server of its own unless it is told not to; the tests start theirs.
  return installDebianPackage('postgresql', { RUNLEVEL: '1' }) ? systemBinaries() : undefined;
}

/** A link in the PATH leads to the folder that also holds the other binaries. */
function realFolder(folder: string): string {
  const postgres = path.join(folder, `postgres${suffix}`);
  return existsSync(postgres) ? path.dirname(realpathSync(postgres)) : folder;
}

/** 0 where the binaries are missing or do not run. */
function majorVersion(folder: string): number {
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) => path.join(folder, `${name}${suffix}`));
  if (!initdb || !postgres || !existsSync(initdb) || !existsSync(postgres)) return 0;
  const { stdout } = spawnSync(postgres, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return Number(/\b(\d+)(\.|\w)/.exec(stdout ?? '')?.[1] ?? 0);
}
