import { chromium, type Browser } from '@playwright/test';
import { launchOptions } from '#scripts/browser/launch-options.ts';
import { benchBoot } from './boot/boot.ts';
import { benchBridge } from './bridge/bridge.ts';

/** `npm run bench`, or `npm run bench -- bridge` for one of them. Ends with 1 where a budget is exceeded. */
const benches: Record<string, (browser: Browser) => Promise<boolean>> = { bridge: benchBridge, boot: benchBoot };

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !benches[name]);
if (unknown) throw new Error(`There is no bench "${unknown}": use ${Object.keys(benches).join(', ')}`);

const browser = await chromium.launch(await launchOptions());
for (const name of wanted.length ? wanted : Object.keys(benches)) {
  if (!(await benches[name]!(browser))) process.exitCode = 1;
}
await browser.close();
