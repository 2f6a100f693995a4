import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isInstalled } from './setup/is-installed.mjs';

/**
 * `npm run test:products`: runs against third parties that others wrote, and with Integry's own SDK in place of ours.
 * Their packages have lockfiles of their own, so that nobody who only uses or tests this project has to install them.
 * What comes from Debian is installed by the tests that need it.
 */
const root = join(import.meta.dirname, '..');

for (const name of ['products', 'integry-sdk']) {
  const folder = join(root, 'e2e', name);
  if (isInstalled(folder)) continue;
  console.log(`Installing what e2e/${name} needs …`);
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder);
}
run(
  process.execPath,
  ['node_modules/@playwright/test/cli.js', 'test', '--project=products', ...process.argv.slice(2)],
  root,
);

function run(command: string, args: string[], cwd: string): void {
  const shell = process.platform === 'win32' && command === 'npm';
  const { status } = spawnSync(command, args, { cwd, shell, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
