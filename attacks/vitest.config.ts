import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../node_modules/.vite/attacks',
  test: {
    include: ['cases/**/*.attack.ts'],
    maxWorkers: '100%',
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // A copy without a defence may do what nobody foresaw.
    teardownTimeout: 10_000,
  },
});
