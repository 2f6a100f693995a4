import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from './config.ts';

beforeEach(() => void vi.stubGlobal('document', {}));
afterEach(() => vi.unstubAllGlobals());

const valid = { appKey: 'ak_1', userId: 'u', hash: 'h', baseUrl: 'https://connect.example' };

test.each([
  ['https://connect.example', 'https://connect.example', 'https://connect.example'],
  ['https://connect.example///', 'https://connect.example', 'https://connect.example'],
  ['http://localhost:4600/sdk/?a=b#c', 'http://localhost:4600/sdk', 'http://localhost:4600'],
  ['https://user:secret@connect.example/', 'https://connect.example', 'https://connect.example'],
])('baseUrl %s is read as %s', (given, baseUrl, origin) => {
  expect(readConfig({ ...valid, baseUrl: given })).toMatchObject({ baseUrl, origin });
});

test('the server of the script tag is the default', () => {
  const { baseUrl: _, ...rest } = valid;
  expect(readConfig(rest, 'https://cdn.example').baseUrl).toBe('https://cdn.example');
  expect(() => readConfig(rest)).toThrow('baseUrl must be a non-empty string');
});

test('a token goes before a hash, and Integry’s user object is taken', () => {
  const token = () => 'jwt';
  const { userId: _, ...rest } = valid;
  const given = Object.freeze({
    ...rest,
    token,
    user: Object.freeze({ userId: 'nested', email: 'x' }),
    deploymentId: 3,
  });
  expect(readConfig(given)).toMatchObject({ token, hash: undefined, userId: 'nested' });
});

test('the message names what to change, and never the value', () => {
  for (const [field, value] of [
    ['appKey', ''],
    ['userId', 42],
    ['userId', 'secret \ud800'],
    ['hash', ['secret']],
    ['token', { secret: 1 }],
    ['baseUrl', 'ftp://secret.example'],
  ] as const) {
    const read = () => readConfig({ ...valid, [field]: value });
    expect(read).toThrow(field);
    expect(read).not.toThrow('secret');
    expect(read).toThrow(expect.objectContaining({ code: 'invalid_config' }));
  }
});
