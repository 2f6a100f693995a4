import * as oauth from 'oauth4webapi';
import { expect, test } from 'vitest';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { oauthFailure } from './oauth-failure.ts';

function refusal(error: string): oauth.ResponseBodyError {
  const response = new Response(null, { status: 400 });
  return new oauth.ResponseBodyError('refused', { cause: { error, access_token: 'secret' }, response });
}

test.each(['invalid_grant', 'vendor.own-error_1', 'e'.repeat(80)])('names the error %s of the answer', (error) => {
  const failure = oauthFailure(refusal(error));
  expect(failure.error).toBe(error);
  expect(failure.cause.message).toBe(`the third party answered 400 ${error}`);
});

test.each(['', 'e'.repeat(81), 'two words', '<b>', 'new\nline', ' invalid_grant', 'invalid_grant '])(
  'does not repeat %j',
  (error) => {
    const failure = oauthFailure(refusal(error));
    expect(failure.error).toBe('unreadable_error');
    expect(failure.cause.message).toBe('the third party answered 400 unreadable_error');
  },
);

test('keeps what the answer held out of the cause', () => {
  expect(JSON.stringify(Object.entries(oauthFailure(refusal('invalid_grant')).cause))).toBe('[]');
  const thrown = new Error('broken', { cause: { access_token: 'secret' } });
  const { error, cause } = oauthFailure(thrown);
  expect(error).toBeUndefined();
  expect(cause).not.toBe(thrown);
  expect(cause.message).toBe('broken');
  expect(cause.cause).toBeUndefined();
});

test('hands on what a connection failed by, and gives what is no error a name', () => {
  const blocked = new ConnectorError('egress_blocked', 'not there');
  expect(oauthFailure(blocked)).toEqual({ error: undefined, cause: blocked });
  expect(oauthFailure(blocked).cause).toBe(blocked);
  expect(oauthFailure('text').cause.message).toBe('unknown failure');
});
