import { defineConfig } from '@playwright/test';
import { launchOptions } from './scripts/browser/launch-options.ts';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*/*.spec.ts',
  testIgnore: 'products/**',
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  workers: 2,
  // A test that passes at the second try has not passed.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    launchOptions: await launchOptions(),
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
  },
});
