import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What npm has to run on. */
const STARTING = '20.0.0';
/** What everything else runs on: TypeScript without a flag. */
const RUNNING = '22.18.0';
/** The first npm that reads our lockfile well. */
const NPM = '9.0.0';

export function checkStartingNode() {
  if (isOlder(process.versions.node, STARTING)) {
    throw new Error(
      `Node 20 or newer is needed, and this is ${process.versions.node}. Install one from https://nodejs.org/.`,
    );
  }
  const npm = /(?:^| )npm\/(\S+)/.exec(process.env['npm_config_user_agent'] ?? '')?.[1];
  if (npm && isOlder(npm, NPM)) {
    throw new Error(`npm 9 or newer is needed, and this is ${npm}. Run: npm install --global npm@latest`);
  }
}

/**
 * Whether a Node of 22.18 or newer is what npm's scripts find. The bundled ones exist for the usual platforms, but the Linux
 * ones do not run where the C library is another (Alpine): there the machine's own takes over if it is new enough.
 *
 * @param {string} root
 */
export function checkInstalledNode(root) {
  const folder = join(root, 'node_modules', '.bin');
  const bundled = versionOf(join(folder, 'node'));
  if (bundled && !isOlder(bundled, RUNNING)) return;
  for (const name of readdirSync(folder)) if (/^node(\.\w+)?$/.test(name)) rmSync(join(folder, name));
  const own = versionOf('node');
  if (own && !isOlder(own, RUNNING)) return;
  throw new Error(
    `No bundled Node runs on this machine (${process.platform} ${process.arch}), and its own is ${own ?? process.versions.node}. ` +
      'Install Node 22.18 or newer, then start again.',
  );
}

/** True where this process, and so whatever npm starts next, is too old to go on. */
export function isTooOldToRun() {
  return isOlder(process.versions.node, RUNNING);
}

/** @param {string} command */
function versionOf(command) {
  const shell = process.platform === 'win32';
  const { stdout } = spawnSync(shell ? `"${command}"` : command, ['--version'], { encoding: 'utf8', shell });
  return stdout?.trim().replace(/^v/, '') || undefined;
}

/** @param {string} version @param {string} least */
export function isOlder(version, least) {
  const [a, b] = [version, least].map((text) => text.split('.').map((part) => parseInt(part, 10)));
  for (let index = 0; index < 3; index += 1) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
