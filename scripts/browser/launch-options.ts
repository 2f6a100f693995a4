import type { LaunchOptions } from '@playwright/test';
import { findBrowser } from './find-browser.ts';
import type { Browser } from './find-browser.ts';

/**
 * Playwright's own list less `ThirdPartyStoragePartitioning`, which it switches off, and with what would call out.
 * Where a switch is given twice, Chromium takes the last.
 */
const disabledFeatures = [
  'AimEnabled',
  'AutofillServerCommunication',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'InterestFeedContentSuggestions',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'Translate',
];

/**
 * How every browser test starts Chromium: as strict as a user's, on no network but this machine's. `routes` are addresses
 * of this machine by the host that stands for them, as in `{ 'example.com:443': '127.0.0.1:8443' }`. `given` is the browser
 * to start, where it is to be that one and no other.
 */
export async function launchOptions(
  routes: Readonly<Record<string, string>> = {},
  given?: Browser,
): Promise<LaunchOptions> {
  const browser = given ?? (await findBrowser());
  return {
    executablePath: browser.executablePath,
    env: { ...definedOf(process.env), ...browser.env },
    chromiumSandbox: process.getuid?.() !== 0,
    ignoreDefaultArgs: ['--disable-popup-blocking'],
    args: [
      `--disable-features=${disabledFeatures.join(',')}`,
      '--disable-domain-reliability',
      '--disable-quic',
      '--disable-sync',
      '--no-pings',
      // The shell without a window would put frames of other sites into one process.
      '--site-per-process',
      `--host-resolver-rules=${hostResolverRules(routes)}`,
    ],
  };
}

/** Everything under test is on this machine, and nothing else may be asked for. The first rule that fits counts. */
function hostResolverRules(routes: Readonly<Record<string, string>>): string {
  const mapped = Object.entries(routes).map(([host, address]) => `MAP ${host} ${address}`);
  const excluded = ['localhost', '*.localhost', '127.0.0.1', '[::1]'].map((host) => `EXCLUDE ${host}`);
  return [...mapped, 'MAP * ~NOTFOUND', ...excluded].join(', ');
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
