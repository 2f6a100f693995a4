import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const isIgnored = (folder: string): boolean => /(^|\/)(node_modules|dist)$/.test(folder);

interface Entry {
  version?: string;
  integrity?: string;
  link?: boolean;
}
type Dependencies = Record<string, string>;

const lockfiles = globSync('**/package-lock.json', { cwd: root, exclude: isIgnored });

test('every package of every lockfile is pinned by its integrity', () => {
  const loose = lockfiles.flatMap((file) => {
    const { packages } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { packages: Record<string, Entry> };
    return Object.entries(packages)
      .filter(([place, { integrity, link }]) => place !== '' && !link && !integrity?.startsWith('sha512-'))
      .map(([place]) => `${file}: ${place}`);
  });
  expect(lockfiles.length).toBeGreaterThan(5);
  expect(loose).toEqual([]);
});

test('every dependency that a package.json of ours names is one exact version', () => {
  const ranges = lockfiles.flatMap((file) => {
    const manifest = readFileSync(join(root, file.replace('package-lock.json', 'package.json')), 'utf8');
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(manifest) as Record<
      string,
      Dependencies
    >;
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([, wanted]) => !/^(npm:(@[^@]+|[^@]+)@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(wanted))
      .map(([name, wanted]) => `${file}: ${name}@${wanted}`);
  });
  expect(ranges).toEqual([]);
});
