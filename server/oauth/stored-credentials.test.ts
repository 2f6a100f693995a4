import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createVault } from '../vault/vault.ts';
import {
  accountContext,
  forConnector,
  hasEnded,
  isDue,
  openCredentials,
  type StoredCredentials,
  type StoredOAuth,
} from './stored-credentials.ts';

const now = Date.parse('2026-01-31T12:00:00Z');
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now }));
afterEach(() => void vi.useRealTimers());

const oauth = (lifetime?: number): StoredOAuth => ({
  type: 'oauth2',
  scheme: 'oauth2',
  accessToken: 'access',
  tokenType: 'bearer',
  refreshToken: 'refresh',
  lifetime,
  extra: { team: 'T1' },
  found: { cloud: 'c1' },
});
const key: StoredCredentials = { type: 'api_key', scheme: 'key', values: { api_key: 'k' }, found: { cloud: 'c1' } };
const endsIn = (milliseconds: number) => ({ access_expires_at: new Date(now + milliseconds) });

test.each([
  [undefined, 300_000, false],
  [undefined, 299_999, true],
  [3_600, 300_000, false],
  [3_600, 299_999, true],
  // Half of a short life
  [60, 30_000, false],
  [60, 29_999, true],
  [600, 300_000, false],
  [600, 299_999, true],
  [undefined, -1, true],
])('an access token that lasts %s s and ends in %i ms is due: %s', (lifetime, left, expected) => {
  expect(isDue(endsIn(left), oauth(lifetime))).toBe(expected);
});

test('what does not end is never due, nor is a key', () => {
  expect(isDue({ access_expires_at: null }, oauth())).toBe(false);
  expect(isDue(endsIn(-1), key)).toBe(false);
});

test.each([
  [1, false],
  [0, true],
  [-1, true],
])('an access token that ends in %i ms has ended: %s', (left, expected) => {
  expect(hasEnded(endsIn(left))).toBe(expected);
});

test('what does not end has not ended', () => {
  expect(hasEnded({ access_expires_at: null })).toBe(false);
});

test('a connector gets no refresh token', () => {
  expect(forConnector(oauth())).toEqual({
    type: 'oauth2',
    scheme: 'oauth2',
    accessToken: 'access',
    tokenType: 'bearer',
    extra: { team: 'T1' },
    found: { cloud: 'c1' },
  });
  expect(forConnector(key)).toEqual(key);
});

test('credentials open in the row of their own account only', async () => {
  const vault = createVault(randomBytes(32));
  const owner = { workspace_id: 1, user_id: 2, app: 'acme', external_id: 'e' };
  const credentials_sealed = await vault.seal(JSON.stringify(oauth()), accountContext(owner));
  expect(await openCredentials({ vault }, { ...owner, credentials_sealed })).toEqual(
    JSON.parse(JSON.stringify(oauth())),
  );
  for (const other of [{ workspace_id: 2 }, { user_id: 3 }, { app: 'other' }, { external_id: 'f' }]) {
    await expect(openCredentials({ vault }, { ...owner, ...other, credentials_sealed })).rejects.toThrow();
  }
});
