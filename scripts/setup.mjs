import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkInstalledNode, checkStartingNode, isTooOldToRun } from './setup/check-node.mjs';
import { provideExec } from './setup/exec-command.mjs';
import { install } from './setup/install.mjs';
import { isInstalled } from './setup/is-installed.mjs';

/**
 * Runs before every npm script that needs the packages. It is the only part that has to run on the machine's own Node: the packages
 * bring the Node that everything after it runs on, and npm puts that one first in the PATH of its scripts.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  checkStartingNode();
  const missing = !isInstalled(root);
  if (missing) install(root, 'the packages');
  if (missing || isTooOldToRun()) checkInstalledNode(root);
  provideExec(root);
  const pieces = join(root, 'connectors', 'pieces', 'packages');
  if (!isInstalled(pieces)) install(pieces, 'the pieces');
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
