import type { LaunchOptions } from '@playwright/test';
import { findBrowser } from './find-browser.ts';

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

/** How every browser test starts Chromium: as strict as a user's, on no network but this machine's. */
export async function launchOptions(): Promise<LaunchOptions> {
  const browser = await findBrowser();
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
      // Everything under test is on this machine, and nothing else may be asked for.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
    ],
  };
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
