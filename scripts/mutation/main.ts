import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { installPackages } from '../install-packages.ts';
import { areas } from './areas.ts';

/**
 * `npm run test:mutation [-- area …]`: changes the code that guards credentials in one place at a time, and sees whether a
 * test notices. It takes an hour and more, so it is no part of `npm test`. An area below the score that stryker.config.mjs
 * asks for fails the run. What did not exist yet when this ran has nothing to change and is left out.
 */
const root = path.join(import.meta.dirname, '..', '..');
const stryker = path.join(import.meta.dirname, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');

function main(): void {
  installPackages(import.meta.dirname, 'what changes the code (scripts/mutation)');
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !Object.hasOwn(areas, name));
  if (unknown.length > 0)
    throw new Error(`No such area: ${unknown.join(', ')}. There are ${Object.keys(areas).join(', ')}.`);
  const failed = (asked.length > 0 ? asked : Object.keys(areas)).filter((name) => !isGoodEnough(name));
  if (failed.length === 0) return;
  console.error(`Below the score: ${failed.join(', ')}. The reports are in dist/mutation/.`);
  process.exitCode = 1;
}

function isGoodEnough(name: string): boolean {
  const { mutate = [] } = areas[name] ?? {};
  const files = globSync(
    mutate.filter((glob) => !glob.startsWith('!')),
    { cwd: root, exclude: ['**/*.test.ts'] },
  );
  if (files.length === 0) {
    console.log(`${name}: nothing to change`);
    return true;
  }
  const args = [stryker, 'run', path.join(import.meta.dirname, 'stryker.config.mjs')];
  const env = { ...process.env, MUTATION_AREA: name };
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status === 0;
}

main();
