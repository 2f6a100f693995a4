import { fileURLToPath } from 'node:url';
import { areas } from './areas.ts';

const here = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
const name = process.env.MUTATION_AREA ?? '';
const area = areas[name];
if (!area) throw new Error('Start this by npm run test:mutation.');

/** Stryker's own shape. Paths are from the project's root, where it runs. */
export default {
  testRunner: 'vitest',
  plugins: [here('node_modules/@stryker-mutator/vitest-runner/dist/src/index.js')],
  vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
  mutate: process.env.MUTATION_FILES?.split(',') ?? area.mutate,
  // One at a time: each runs a database, and tests of time mean something only on a machine that is not full.
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 1),
  coverageAnalysis: 'perTest',
  // What runs when a file is loaded needs all tests anew for each change: days instead of hours.
  ignoreStatic: true,
  // The words of messages are for people: a test of each would only say them twice.
  mutator: { excludedMutations: ['StringLiteral', 'ObjectLiteral'] },
  timeoutMS: 20_000,
  thresholds: { high: 95, low: 85, break: 85 },
  reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
  jsonReporter: { fileName: `dist/mutation/${name}.json` },
  htmlReporter: { fileName: `dist/mutation/${name}.html` },
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false },
  tempDirName: 'dist/mutation/work',
  cleanTempDir: 'always',
  // What tsconfig.json extends is left out by default.
  ignorePatterns: [
    '!/.svelte-kit',
    '/data',
    '/dist',
    '/e2e',
    '/attacks',
    '/docs',
    '/gallery',
    '/examples',
    '/test-results',
    '**/node_modules/**',
  ],
};
