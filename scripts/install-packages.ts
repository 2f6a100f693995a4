import { spawnSync } from 'node:child_process';
import { isInstalled } from './setup/is-installed.mjs';

/** Installs what a folder's own lockfile lists, where that has not been done. Ends the process where it cannot be. */
export function installPackages(folder: string, what: string): void {
  if (isInstalled(folder)) return;
  console.log(`Installing ${what} …`);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { cwd: folder, shell: process.platform === 'win32', stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
