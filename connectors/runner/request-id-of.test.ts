import { expect, test } from 'vitest';
import { requestIdOf } from './request-id-of.ts';

test.each([
  ['x-request-id', 'a1'],
  ['Request-Id', 'req_1'],
  ['x-amzn-RequestId', '1-2'],
  ['x-slack-req-id', 'f00'],
  ['x-github-request-id', 'A:B:C'],
  ['x-hubspot-correlation-id', 'u-u-i-d'],
])('%s names a request', (name, value) => {
  expect(
    requestIdOf([
      ['content-type', 'text/plain'],
      [name, value],
    ]),
  ).toBe(value);
});

test('x-request-id comes before the others', () => {
  const headers = [
    ['x-trace-id', 't'],
    ['x-request-id', 'r'],
  ] as const;
  expect(requestIdOf(headers)).toBe('r');
  expect(requestIdOf(headers.slice(0, 1))).toBe('t');
});

test.each([
  ['x-client-id', 'secret'],
  ['x-session-id', 'secret'],
  ['x-request-id', ''],
  ['x-request-id', 'a b'],
  ['x-request-id', 'x'.repeat(201)],
])('%s: %s does not', (name, value) => {
  expect(requestIdOf([[name, value]])).toBeUndefined();
});
