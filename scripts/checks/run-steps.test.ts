import { expect, test } from 'vitest';
import { runSteps, type Step } from './run-steps.ts';

const node = (script: string): Step['command'] => ['node', '-e', script];
const passes = node('');
const fails = node('process.exit(3)');

test('a step whose predecessor failed is not run and counts as failed', async () => {
  const outcomes = await runSteps([
    { name: 'unit', command: passes, after: ['types'], alone: true },
    { name: 'types', command: passes, after: ['build'] },
    { name: 'build', command: fails },
    { name: 'format', command: passes },
  ]);
  const ok = Object.fromEntries(outcomes.map((outcome) => [outcome.step.name, outcome.ok]));
  expect(ok).toEqual({ build: false, types: false, unit: false, format: true });
});

test('a command that does not exist fails instead of hanging', async () => {
  const [outcome] = await runSteps([{ name: 'lint', command: ['no-such-command-anywhere'] }]);
  expect(outcome?.ok).toBe(false);
});
