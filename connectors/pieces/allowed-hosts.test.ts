import { expect, it } from 'vitest';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { accountHosts, dialWithin, manifestHosts } from './allowed-hosts.ts';

it.each([
  [
    ['api.example.com', '*.example.org'],
    ['api.example.com', '*.example.org'],
  ],
  [['{url}', 'api.example.com'], ['*']],
  [['{shop}.example.com'], ['*.example.com']],
])('an app of %j tells of %j', (hosts, known) => {
  expect(manifestHosts(hosts)).toEqual(known);
});

it.each([
  ['{it}', 'https://shop.example.com/path?x=1', ['shop.example.com']],
  ['{it}', 'shop.example.com:8443', ['shop.example.com']],
  ['{it}', ' Shop.Example.com ', ['shop.example.com']],
  ['{it}', 'https://user@evil.example/', ['evil.example']],
  ['{it}', 'a.example:1, b.example:2', ['a.example', 'b.example']],
  ['{it}', '[::1]:5432', ['::1']],
  ['{it}', '*', []],
  ['{it}', 'https://*.example.com', []],
  ['{it}', '', []],
  ['{it}', 'not a host', []],
  ['{it}.example.com', 'shop', ['shop.example.com']],
  ['{it}.example.com', 'Shop-1', ['shop-1.example.com']],
  ['{it}.example.com', 'evil.example/', []],
  ['{it}.example.com', 'evil.example#', []],
  ['{it}.example.com', '*', []],
  ['{it}.example.com', '', []],
  ['{other}', 'shop.example.com', []],
])('%s with %j entered leads to %j', (host, value, allowed) => {
  expect(accountHosts([host], { it: value })).toEqual(allowed);
});

it('a dial leads to these hosts and no others, however they are written', async () => {
  const dialled: string[] = [];
  const dial = dialWithin(['api.example.com', '*.example.org'], (host) => {
    dialled.push(host);
    return Promise.reject(new ConnectorError('provider_unreachable', 'nobody is there'));
  });
  for (const host of ['api.example.com', 'API.example.com', 'a.b.example.org']) {
    await expect(dial(host, 443)).rejects.toMatchObject({ code: 'provider_unreachable' });
  }
  for (const host of ['example.org', 'api.example.com.evil.example', 'evil.example', '127.0.0.1', '']) {
    await expect(dial(host, 443)).rejects.toMatchObject({ code: 'egress_blocked' });
  }
  expect(dialled).toHaveLength(3);
});
