import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { getAuthHash } from './auth-hash.ts';

test('is the HMAC-SHA256 of the User-ID in lower-case hex', async () => {
  const filled = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '');
  await fc.assert(
    fc.asyncProperty(filled, filled, async (userId, secret) => {
      expect(await getAuthHash(userId, secret)).toBe(createHmac('sha256', secret).update(userId).digest('hex'));
    }),
  );
});

test.each([
  [undefined, 's'],
  [42, 's'],
  ['', 's'],
  ['u', ' '],
  ['u', null],
  ['a\ud800', 's'],
])('rejects %j with %j', async (userId, secret) => {
  await expect(getAuthHash(userId as string, secret as string)).rejects.toThrow(TypeError);
});
