import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Installs what a folder's own lockfile lists, where that has not been done. Ends the process where it cannot be. */
export function installPackages(folder: string, what: string): void {
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return;
  console.log(`Installing ${what} …`);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { cwd: folder, shell: process.platform === 'win32', stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
