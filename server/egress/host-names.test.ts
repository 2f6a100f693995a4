import { expect, test } from 'vitest';
import { hostMatcher, internalHostMatcher, portOf } from './host-names.ts';

test.each([
  ['api.example.com', 'api.example.com', true],
  ['api.example.com', 'API.EXAMPLE.COM.', true],
  ['api.example.com', 'evil-api.example.com', false],
  ['api.example.com', 'api.example.com.evil.test', false],
  ['*.example.com', 'acme.example.com', true],
  ['*.example.com', 'a.b.example.com', true],
  ['*.example.com', 'example.com', false],
  ['*.example.com', '.example.com', false],
  ['*.example.com', 'evilexample.com', false],
  ['*', 'anything.test', true],
  ['::1', '[::1]', true],
])('the pattern %s and the host %s: %s', (pattern, host, expected) => {
  expect(hostMatcher([pattern])(host)).toBe(expected);
});

test('no pattern is no host', () => {
  expect(hostMatcher([])('example.com')).toBe(false);
});

test('an internal host is allowed by its exact name and, if given, its exact port', () => {
  const allows = internalHostMatcher([{ host: 'localhost', port: 4602 }, { host: 'crm.internal' }]);
  expect(allows('localhost', 4602)).toBe(true);
  expect(allows('localhost', 4600)).toBe(false);
  expect(allows('a.localhost', 4602)).toBe(false);
  expect(allows('CRM.internal', 8080)).toBe(true);
  expect(allows('127.0.0.1', 4602)).toBe(false);
});

test('a URL without a port has that of its scheme', () => {
  expect(portOf(new URL('https://a.test'))).toBe(443);
  expect(portOf(new URL('http://a.test:80'))).toBe(80);
  expect(portOf(new URL('http://a.test:8080'))).toBe(8080);
});
