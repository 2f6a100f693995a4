import { defineConfig } from '@playwright/test';
import { launchOptions } from './scripts/browser/launch-options.ts';
import { sparticuzChromium } from './scripts/browser/sparticuz-chromium.ts';

const browser = await sparticuzChromium();
if (!browser)
  throw new Error('The pictures were taken with the Chromium of scripts/browser/sparticuz, which runs on Linux x64.');

/** `npm run test:visual`: the gallery's pictures, in the one browser of which the baselines are. */
export default defineConfig({
  testDir: 'e2e/visual',
  outputDir: 'test-results/visual',
  snapshotPathTemplate: '{testDir}/baselines/{arg}{ext}',
  // A picture is updated on purpose only.
  updateSnapshots: 'none',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 5_000, toHaveScreenshot: { maxDiffPixels: 10, animations: 'allow' } },
  use: { browserName: 'chromium', launchOptions: await launchOptions({}, browser) },
});
