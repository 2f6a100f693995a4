import { chromium, type Browser } from '@playwright/test';
import { launchOptions } from '#scripts/browser/launch-options.ts';
import { benchBoot } from './boot/boot.ts';
import { benchBridge } from './bridge/bridge.ts';
import { benchCalls } from './calls/calls.ts';
import { benchDocuments } from './documents/documents.ts';
import { benchInvoke } from './invoke/invoke.ts';
import { benchMarketplace } from './marketplace/marketplace.ts';
import { benchSurfaces } from './surfaces/surfaces.ts';

/** `npm run bench`, or `npm run bench -- bridge` for one of them. Ends with 1 where a budget is exceeded. */
const benches: Record<string, () => Promise<boolean>> = {
  bridge: () => inBrowser(benchBridge),
  boot: () => inBrowser(benchBoot),
  calls: benchCalls,
  documents: benchDocuments,
  invoke: benchInvoke,
  marketplace: () => inBrowser(benchMarketplace),
  surfaces: () => inBrowser(benchSurfaces),
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !benches[name]);
if (unknown) throw new Error(`There is no bench "${unknown}": use ${Object.keys(benches).join(', ')}`);

for (const name of wanted.length ? wanted : Object.keys(benches)) {
  if (!(await benches[name]!())) process.exitCode = 1;
}

async function inBrowser(bench: (browser: Browser) => Promise<boolean>): Promise<boolean> {
  const browser = await chromium.launch(await launchOptions());
  try {
    return await bench(browser);
  } finally {
    await browser.close();
  }
}
