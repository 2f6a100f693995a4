import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readPlaywrightFigures, readVitestFigures, type Figures } from './checks/figures.ts';
import { runSteps, type Step } from './checks/run-steps.ts';

/**
 * What `npm test` runs: every check of the project, at most two at a time. Prints each step's time, the output of those
 * that fail, and last one line `N passed, M failed`: tests of vitest and Playwright, and each other step that failed.
 */
const results = join(import.meta.dirname, '..', 'test-results');
const unitReport = join(results, 'unit.json');
const e2eReport = join(results, 'e2e.json');

const steps: Step[] = [
  { name: 'build', command: ['npm', 'run', 'build'] },
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { name: 'types', command: ['tsc', '--project', 'tsconfig.json'], after: ['build'] },
  { name: 'widget types', command: ['svelte-check', '--tsconfig', './tsconfig.json'], after: ['build'] },
  { name: 'lint', command: ['eslint', '.'], after: ['build'] },
  { name: 'import table', command: ['depcruise', '--config', '.dependency-cruiser.js', '.'], after: ['build'] },
  {
    name: 'unit',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    after: ['build'],
    alone: true,
    figures: () => readVitestFigures(unitReport),
  },
  {
    name: 'e2e',
    command: ['playwright', 'test', '--project=e2e', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport },
    after: ['build'],
    alone: true,
    figures: () => readPlaywrightFigures(e2eReport),
  },
];

rmSync(results, { recursive: true, force: true });
// Each server, browser test and command that the tests start would compile the same files anew.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled');
const outcomes = await runSteps(steps);

const total: Figures = { passed: 0, failed: 0 };
for (const { step, ok } of outcomes) {
  const figures = step.figures?.();
  total.passed += figures?.passed ?? 0;
  // A step that failed without naming a failed test counts as one, so that the last line never says 0 by mistake.
  total.failed += Math.max(figures?.failed ?? 0, ok ? 0 : 1);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
