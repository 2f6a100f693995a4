import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorCodes } from './error-codes.ts';

const folder = new URL('../docs/errors/', import.meta.url);

test('every code has one page, and every page a code', () => {
  const pages = readdirSync(folder).filter((name) => name !== 'README.md');
  expect(pages.sort()).toEqual(errorCodes.map((code) => `${code}.md`).sort());
});

test('the list of pages links every code', () => {
  const list = readFileSync(new URL('README.md', folder), 'utf8');
  expect(errorCodes.filter((code) => !list.includes(`(${code}.md)`))).toEqual([]);
});

test('no code stands twice', () => {
  expect(new Set(errorCodes).size).toBe(errorCodes.length);
});
