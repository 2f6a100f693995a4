import { expect, test } from 'vitest';
import { checkUserId } from './user-id.ts';

test.each(['42', 'ann@example.com', ' spaces stay ', 'мария', '👩‍👧', 'a'.repeat(256)])(
  '%j is a User-ID as it is',
  (id) => {
    expect(checkUserId(id)).toBe(id);
  },
);

test.each([
  ['empty', ''],
  ['longer than 256 characters', 'a'.repeat(257)],
  ['a lone surrogate', 'a\ud800'],
  ['what a decoder puts for one', 'a\ufffd'],
  ['NUL', 'a\0b'],
  ['a line break', 'a\nb'],
])('%s is none', (_what, id) => {
  expect(() => checkUserId(id)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});
