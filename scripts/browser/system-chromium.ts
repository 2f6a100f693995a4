import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebianPackage } from '../debian-package.ts';

/** Without its window first, as Playwright does too: it takes a third less of the processor. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];

const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Google\\Chrome\\Application\\chrome.exe'),
];

/** The machine's own Chrome or Chromium, or undefined. */
export function systemChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...applications].find((file) => existsSync(file) && answers(file));
}

/** Some distributions put a script there that only says how to install the browser. */
function answers(file: string): boolean {
  if (process.platform === 'win32') return true;
  return spawnSync(file, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0;
}

/** As root on Debian or its like: installs a package. Answers the browser's path, or undefined where that fails. */
export function installDebianChromium(): string | undefined {
  const isThere = ['chromium-headless-shell', 'chromium'].some((name) => installDebianPackage(name));
  return isThere ? systemChromium() : undefined;
}
