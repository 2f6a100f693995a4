import { expect, test } from 'vitest';
import { hashOf, matchSecret, verifyHash } from './hash.ts';

const secrets = [
  { id: 1, value: 'as_old' },
  { id: 2, value: 'as_new' },
];

test('the hash is the HMAC-SHA256 of RFC 4231 test case 2', () => {
  expect(hashOf('Jefe', 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('secret and User-ID are taken as UTF-8', () => {
  expect(hashOf('as_ключ', 'müller')).toBe('55552dcdba5b5d1c3081ae5331b2393a9526efe9036e80bc46b320b68652047b');
});

test('every live secret verifies, and the answer names which', () => {
  expect(verifyHash(secrets, 'ann', hashOf('as_old', 'ann')).id).toBe(1);
  expect(verifyHash(secrets, 'ann', hashOf('as_new', 'ann')).id).toBe(2);
});

test.each([
  ['of another user', hashOf('as_new', 'bob')],
  ['of another secret', hashOf('as_gone', 'ann')],
  ['in upper case', hashOf('as_new', 'ann').toUpperCase()],
  ['cut short', hashOf('as_new', 'ann').slice(0, 62)],
  ['with a digit that is none', hashOf('as_new', 'ann').slice(0, 63) + 'g'],
  ['with something behind it', `${hashOf('as_new', 'ann')}\n`],
  ['that is empty', ''],
])('a hash %s is refused', (_what, hash) => {
  expect(() => verifyHash(secrets, 'ann', hash)).toThrow(expect.objectContaining({ code: 'invalid_hash' }));
});

test('composed and decomposed letters are different users', () => {
  const composed = 'caf\u00e9';
  const decomposed = 'cafe\u0301';
  expect(hashOf('as_new', composed)).not.toBe(hashOf('as_new', decomposed));
});

test('an App-Secret is found whatever its length', () => {
  expect(matchSecret(secrets, 'as_new')?.id).toBe(2);
  expect(matchSecret(secrets, 'as_ne')).toBeUndefined();
  expect(matchSecret(secrets, '')).toBeUndefined();
  expect(matchSecret([], 'as_new')).toBeUndefined();
});
