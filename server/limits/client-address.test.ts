import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AppEnv } from '../http/app-env.ts';
import { clientAddress } from './client-address.ts';

async function addressOf(peer: string | undefined, forwarded: string | undefined, proxies = 0): Promise<unknown> {
  const app = new Hono<AppEnv>().get('/', (c) => c.json(clientAddress(c, proxies) ?? null));
  const headers = new Headers(forwarded === undefined ? [] : [['x-forwarded-for', forwarded]]);
  return (await app.request('/', { headers }, { incoming: { socket: { remoteAddress: peer } } })).json();
}

test.each([
  ['203.0.113.9', undefined, '203.0.113.9'],
  ['::ffff:203.0.113.9', undefined, '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2'],
  ['127.0.0.1', undefined, '127.0.0.1'],
  // Nobody believes a caller.
  ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
  // A proxy that nobody told of
  ['10.0.0.1', '198.51.100.1', null],
  ['::1', '198.51.100.1', null],
  [undefined, '198.51.100.1', null],
])('without a proxy, %s with %s comes from %s', async (peer, forwarded, expected) => {
  expect(await addressOf(peer, forwarded)).toBe(expected);
});

test.each([
  [1, '198.51.100.1', '198.51.100.1'],
  [1, '1.1.1.1, 198.51.100.1', '198.51.100.1'],
  [2, '1.1.1.1, 198.51.100.1 , 10.0.0.2', '198.51.100.1'],
  [1, '1.1.1.1, 2001:db8::1', '2001:db8:0:0'],
  [2, '198.51.100.1', '10.0.0.1'],
  [1, 'unknown', '10.0.0.1'],
  [1, '', '10.0.0.1'],
  [1, undefined, '10.0.0.1'],
])('behind %i proxies, %s is %s', async (proxies, forwarded, expected) => {
  expect(await addressOf('10.0.0.1', forwarded, proxies)).toBe(expected);
});
