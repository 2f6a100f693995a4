import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from './find-browser.ts';

const folder = join(import.meta.dirname, 'sparticuz');
/** Inside node_modules: another version of the package starts with an empty one. */
const unpacked = join(folder, 'node_modules', '.unpacked');

/**
 * A Chromium that comes as an npm package (Linux x64), for machines without one and without root. Only the binary is
 * taken: the package's own switches turn web security and site isolation off, which would void every test of origins.
 * Answers undefined where it does not run.
 */
export async function sparticuzChromium(): Promise<Browser | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  if (!existsSync(unpacked) && !(install() && unpack())) return undefined;
  const executablePath = join(unpacked, 'chromium');
  const browsers: Browser[] = [
    { executablePath },
    { executablePath, env: { LD_LIBRARY_PATH: join(unpacked, 'al2023', 'lib') } },
  ];
  return browsers.find(starts);
}

function install(): boolean {
  console.error('Installing a Chromium from npm (scripts/browser/sparticuz) …');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return spawnSync('npm', args, { cwd: folder, timeout: 300_000, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

/**
 * The package unpacks into the temporary folder and takes whatever lies there for complete, so it gets one of its own,
 * which takes its place only when it is.
 */
function unpack(): boolean {
  const partial = `${unpacked}-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const script = `
    import chromium, { inflate } from '@sparticuz/chromium';
    await chromium.executablePath();
    await inflate('node_modules/@sparticuz/chromium/bin/al2023.tar.br');`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { ...process.env, TMPDIR: partial },
    timeout: 120_000,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status === 0 && !existsSync(unpacked)) renameSync(partial, unpacked);
  rmSync(partial, { recursive: true, force: true });
  return existsSync(unpacked);
}

/** False where a shared library is missing. */
function starts(browser: Browser): boolean {
  const env = { ...process.env, ...browser.env };
  return spawnSync(browser.executablePath, ['--version'], { env, timeout: 20_000, stdio: 'ignore' }).status === 0;
}
