import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The widget's state is in *.svelte.ts modules, which have to be compiled.
  plugins: [svelte()],
  test: {
    globalSetup: ['scripts/postgres/vitest-setup.ts', 'scripts/bubblewrap/test-setup.ts'],
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'data/**', 'e2e/**', '.svelte-kit/**'],
    // Vitest would leave one core idle.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
