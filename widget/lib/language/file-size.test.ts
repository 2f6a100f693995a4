import { afterEach, expect, test } from 'vitest';
import { fileSize } from './file-size.ts';
import { language } from './language.svelte.ts';

afterEach(() => (language.locale = 'en'));

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [12_400, '12 kB'],
  [3_500_000, '3.5 MB'],
])('%d bytes are %s', (bytes, size) => expect(fileSize(bytes)).toBe(size));

test('a size is written as the language does', () => {
  language.locale = 'fr';
  expect(fileSize(3_500_000).replace(/\s/u, ' ')).toBe('3,5 Mo');
});
