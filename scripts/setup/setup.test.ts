import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isOlder } from './check-node.mjs';
import { isInstalled } from './is-installed.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'setup-'));
  mkdirSync(join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true }));

const lock = (packages: Record<string, object>) => JSON.stringify({ lockfileVersion: 3, packages });
const wanted = {
  '': { name: 'project' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b-for-another-platform': { version: '2.0.0', integrity: 'sha512-b', optional: true },
};

function write(packages: Record<string, object>, installed?: Record<string, object>) {
  writeFileSync(join(root, 'package-lock.json'), lock(packages));
  if (installed) writeFileSync(join(root, 'node_modules', '.package-lock.json'), lock(installed));
}

test('packages that match the lockfile are installed, other platforms apart', () => {
  write(wanted, { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } });
  expect(isInstalled(root)).toBe(true);
});

test.each([
  ['an install that never ended', undefined],
  ['a missing package', {}],
  ['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
  ['another content', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } }],
])('%s asks for an install', (_what, installed) => {
  write(wanted, installed);
  expect(isInstalled(root)).toBe(false);
});

test('a lockfile that cannot be read is named', () => {
  writeFileSync(join(root, 'package-lock.json'), '<<<<<<< ours');
  expect(() => isInstalled(root)).toThrow('package-lock.json');
});

test('versions compare by number, not by letter', () => {
  expect(isOlder('9.6.7', '22.18.0')).toBe(true);
  expect(isOlder('22.9.0', '22.18.0')).toBe(true);
  expect(isOlder('22.18.0', '22.18.0')).toBe(false);
  expect(isOlder('24.0.0-nightly2026', '22.18.0')).toBe(false);
});
