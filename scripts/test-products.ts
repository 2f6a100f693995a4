import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installPackages } from './install-packages.ts';

/**
 * `npm run test:products`: runs against third parties that others wrote, and with Integry's own SDK in place of ours.
 * Their packages have lockfiles of their own, so that nobody who only uses or tests this project has to install them.
 * What comes from Debian is installed by the tests that need it.
 */
const root = join(import.meta.dirname, '..');
installPackages(join(root, 'e2e', 'products'), 'the products (e2e/products)');
installPackages(join(root, 'e2e', 'integry-sdk'), 'Integry’s own SDK (e2e/integry-sdk)');
const args = ['node_modules/@playwright/test/cli.js', 'test', '--project=products', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
