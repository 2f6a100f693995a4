import { defineConfig } from 'vitest/config';
import { areas } from './areas.ts';

/** The tests of one area, on the embedded database only: whether a test notices a change does not depend on the engine. */
export default defineConfig({
  test: {
    globalSetup: ['scripts/mutation/test-setup.ts'],
    include: [...(areas[process.env.MUTATION_AREA ?? '']?.tests ?? [])],
    exclude: ['**/node_modules/**'],
    testNamePattern: /^(?!.* on a PostgreSQL server)/,
    // Loading everything anew for each file would take longer than most of the tests.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
