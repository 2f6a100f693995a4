import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Installs a package of Debian's; only as root, and only where apt is. True if it is there now. */
export function installDebianPackage(name: string, env: Readonly<Record<string, string>> = {}): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.error(`Installing ${name} with apt-get …`);
  const run = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=240', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', ...env },
      timeout: 300_000,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  run('update');
  return run('install', '--yes', '--no-install-recommends', name).status === 0;
}
