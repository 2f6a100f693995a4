import { defineConfig } from '@playwright/test';
import { launchOptions } from './scripts/browser/launch-options.ts';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './scripts/bubblewrap/test-setup.ts',
  projects: [
    {
      name: 'e2e',
      testMatch: '*/*.spec.ts',
      testIgnore: ['npm-start/**', 'products/**', 'integry-sdk/**', 'firefox/**', 'visual/**'],
    },
    // Run by .ci/run and `npm run test:products`: they start what takes longer, or needs packages of its own.
    { name: 'npm-start', testMatch: 'npm-start/*.spec.ts' },
    { name: 'products', testMatch: ['products/*/*.spec.ts', 'integry-sdk/*.spec.ts'] },
    // `npm run test:firefox`: for who has Firefox
    { name: 'firefox', testMatch: 'firefox/*.spec.ts' },
  ],
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
    // A trace of each step takes up to a fifth of a core's time: `--trace retain-on-failure` where one is wanted.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
});
