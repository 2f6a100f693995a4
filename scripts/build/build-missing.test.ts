import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildMissing } from './build-missing.ts';
import type { BuildStep } from './steps.ts';

let root: string;
const appends = `require('node:fs').appendFileSync('dist/made', 'x')`;
const step: BuildStep = {
  name: 'thing',
  inputs: ['source', 'not-there'],
  outputs: ['dist/made'],
  command: [process.execPath, '-e', appends],
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-'));
  mkdirSync(join(root, 'source/deep'), { recursive: true });
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'source/deep/a.ts'), 'one');
});
afterEach(() => rmSync(root, { recursive: true }));

async function timesBuilt(): Promise<number> {
  await buildMissing({ root, report: () => undefined, all: [step] });
  return readFileSync(join(root, 'dist/made'), 'utf8').length;
}

test('builds once, and again only when an input or an output has changed', async () => {
  expect(await timesBuilt()).toBe(1);
  expect(await timesBuilt()).toBe(1);
  writeFileSync(join(root, 'source/deep/a.ts'), 'two');
  expect(await timesBuilt()).toBe(2);
  writeFileSync(join(root, 'source/deep/a.test.ts'), 'a test is no input');
  expect(await timesBuilt()).toBe(2);
  rmSync(join(root, 'dist/made'));
  expect(await timesBuilt()).toBe(1);
});

test('a step that comes after another waits for it, and is not run where it fails', async () => {
  const made = join(root, 'dist/made');
  const slow = `setTimeout(() => require('node:fs').writeFileSync('dist/first', ''), 100)`;
  const needsFirst = `require('node:fs').copyFileSync('dist/first', 'dist/made')`;
  const first: BuildStep = { ...step, name: 'first', outputs: ['dist/first'], command: [process.execPath, '-e', slow] };
  const second: BuildStep = { ...step, command: [process.execPath, '-e', needsFirst], after: 'first' };
  const build = () => buildMissing({ root, report: () => undefined, all: [first, second] });
  await build();
  expect(existsSync(made)).toBe(true);

  rmSync(join(root, 'dist'), { recursive: true });
  mkdirSync(join(root, 'dist'));
  first.command = [process.execPath, '-e', 'process.exit(1)'];
  await expect(build()).rejects.toThrow('Building the first failed');
  expect(existsSync(made)).toBe(false);
});

test('a step that fails shows its output, and is due again', async () => {
  const failing: BuildStep = { ...step, command: [process.execPath, '-e', `console.log('why'); process.exit(1)`] };
  const build = () => buildMissing({ root, report: () => undefined, all: [failing] });
  await expect(build()).rejects.toThrow('Building the thing failed:\n\nwhy');
  await expect(build()).rejects.toThrow('why');
  expect(existsSync(join(root, 'dist/.stamps'))).toBe(false);
});
