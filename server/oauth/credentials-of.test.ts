import { expect, test } from 'vitest';
import type { Credentials } from '#connectors/kit/connector.ts';
import { isSame } from './credentials-of.ts';

const oauth = (accessToken: string): Credentials => ({
  type: 'oauth2',
  scheme: 'oauth2',
  accessToken,
  tokenType: 'bearer',
  extra: {},
});
const key: Credentials = { type: 'api_key', scheme: 'key', values: { token: 't' } };
const basic: Credentials = { type: 'basic', scheme: 'basic', values: { user: 'u' } };

test.each<[string, Credentials, Credentials | undefined, boolean]>([
  ['the same token', oauth('a'), oauth('a'), true],
  ['another token', oauth('b'), oauth('a'), false],
  ['a token, and nothing was refused', oauth('a'), undefined, false],
  ['a key, and nothing was refused', key, undefined, false],
  ['a key again', key, key, true],
  ['a key where a password was', key, basic, false],
  ['a key where a token was', key, oauth('a'), false],
  ['a token where a key was', oauth('a'), key, false],
])('%s is what was refused', (_what, found, refused, expected) => {
  expect(isSame(found, refused)).toBe(expected);
});
