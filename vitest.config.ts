import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['scripts/postgres/vitest-setup.ts'],
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'data/**', 'e2e/**', '.svelte-kit/**'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
