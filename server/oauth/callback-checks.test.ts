import { expect, test } from 'vitest';
import type { AttemptRow } from '../connect/attempt.ts';
import { sha256 } from '../sessions/hash.ts';
import { answerChecks, arrivalChecks, type Answer, type Arrival } from './callback-checks.ts';

const attempt = {
  app: 'acme',
  browser_proved: true,
  browser_hash: sha256('cookie'),
  status: 'pending',
  expired: false,
} as Partial<AttemptRow> as AttemptRow;

function arrive(arrival: Partial<Arrival> = {}): void {
  for (const check of arrivalChecks) check({ app: 'acme', attempt, cookie: 'cookie', ...arrival });
}

test('an answer for the attempt, in its browser, is let through', () => {
  expect(() => arrive()).not.toThrow();
});

test.each<[string, Partial<Arrival>, string]>([
  ['for another app', { app: 'other' }, 'connect_failed'],
  ['in a browser without a cookie', { cookie: undefined }, 'browser_not_proved'],
  ['in a browser with another cookie', { cookie: 'other' }, 'browser_not_proved'],
  ['in a browser that was not proved', { attempt: { ...attempt, browser_proved: false } }, 'browser_not_proved'],
  ['of an attempt that no browser has', { attempt: { ...attempt, browser_hash: null } }, 'browser_not_proved'],
  ['of an attempt that is connected', { attempt: { ...attempt, status: 'connected' } }, 'attempt_closed'],
  ['of an attempt that has run out', { attempt: { ...attempt, expired: true } }, 'connect_expired'],
])('one %s is not', (_what, arrival, code) => {
  expect(() => arrive(arrival)).toThrow(expect.objectContaining({ code }));
});

function read(query: string, issuer?: string): void {
  const answer: Answer = { query: new URLSearchParams(query), issuer, appTitle: 'Acme' };
  for (const check of answerChecks) check(answer);
}

test.each([
  ['code=c', undefined],
  ['code=c&iss=https://any.example', undefined],
  ['code=c&state=s&session_state=x', undefined],
  ['code=c&iss=https://as.example', 'https://as.example'],
])('the answer %s is read', (query, issuer) => {
  expect(() => read(query, issuer)).not.toThrow();
});

test.each([
  ['', undefined, 'connect_failed', 'brings no code'],
  ['code=', undefined, 'connect_failed', 'brings no code'],
  ['code=c&code=c', undefined, 'connect_failed', 'twice'],
  ['code=c&x=1&x=2', undefined, 'connect_failed', 'twice'],
  ['code=c&access_token=t', undefined, 'connect_failed', 'brings a token'],
  ['code=c&id_token=t', undefined, 'connect_failed', 'brings a token'],
  ['code=c&token=t', undefined, 'connect_failed', 'brings a token'],
  ['code=c&response=t', undefined, 'connect_failed', 'brings a token'],
  ['code=c', 'https://as.example', 'connect_failed', 'another issuer'],
  ['code=c&iss=https://as.example/', 'https://as.example', 'connect_failed', 'another issuer'],
  ['error=access_denied', undefined, 'connect_denied', 'Access to Acme was not allowed'],
  ['error=access_denied&code=c', undefined, 'connect_denied', 'Access to Acme was not allowed'],
  ['error=server_error&code=c', undefined, 'connect_failed', 'Acme did not complete the authorization (server_error).'],
  [`error=${'e'.repeat(80)}`, undefined, 'connect_failed', `(${'e'.repeat(80)})`],
  [`error=${'e'.repeat(81)}`, undefined, 'connect_failed', '(unreadable_error)'],
  ['error=two+words', undefined, 'connect_failed', '(unreadable_error)'],
  ['error=%0Aline', undefined, 'connect_failed', '(unreadable_error)'],
  ['error=', undefined, 'connect_failed', '(unreadable_error)'],
])('the answer %s (issuer %s) is %s', (query, issuer, code, message) => {
  expect(() => read(query, issuer)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});
