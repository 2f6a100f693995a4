import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, 'docs/security.md'), 'utf8');

test('every file that docs/security.md names is there', () => {
  const named = [...text.matchAll(/`([\w./-]+\/[\w./-]*)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(50);
  expect(
    named.filter((path) => !path.startsWith('/') && !path.startsWith('dist/') && !existsSync(join(root, path))),
  ).toEqual([]);
});

test('every test that docs/security.md names is there', () => {
  const named = [...text.matchAll(/- `([^`]+\.ts)`: "([^"]+)"/g)];
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(([, file = '', name = '']) => !readFileSync(join(root, file), 'utf8').includes(name));
  expect(missing.map(([line]) => line)).toEqual([]);
});

test('every threat that the attacks name is in docs/security.md', () => {
  const cases = globSync('attacks/cases/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
  const threats = new Set(
    cases.flatMap((source) => source.match(/'T\d+'/g) ?? []).map((threat) => threat.slice(1, -1)),
  );
  expect(threats.size).toBeGreaterThan(5);
  expect([...threats].filter((threat) => !text.includes(`### ${threat} `))).toEqual([]);
});
