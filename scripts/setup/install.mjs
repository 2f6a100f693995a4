import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';

/** Without the packages' install scripts: none of ours needs one, and they are how a bad package gets to run. */
const ARGUMENTS = [
  'ci',
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/**
 * @param {string} folder that has the lockfile
 * @param {string} what is in it
 */
export function install(folder, what) {
  const { npm_execpath: npm = '', npm_node_execpath: node = process.execPath } = process.env;
  const isNpm = basename(npm).startsWith('npm-cli');
  console.log(`Installing ${what} (npm ci) …`);
  const started = Date.now();

  // npm's own Node and not this one, which may be the bundled one in the very folder that is replaced.
  const [command, ...prefix] = isNpm ? [node, npm] : ['npm'];
  const { status, error } = spawnSync(command ?? '', [...prefix, ...ARGUMENTS], {
    cwd: folder,
    stdio: 'inherit',
    shell: !isNpm && process.platform === 'win32',
  });
  if (error)
    throw new Error(
      `npm could not be started (${error.message}). Install Node 20 or newer with npm, then start again.`,
    );
  if (status !== 0) throw new Error('npm ci failed, see above. Nothing else was started.');
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}
