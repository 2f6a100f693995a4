import { expect, test } from 'vitest';
import { argumentsOf, formatMessage, isWellFormed } from './format-message.ts';

const found = '{count, plural, one {# app} other {# apps}} in {place}';

test('values take the place of their names, numbers as the locale writes them', () => {
  expect(formatMessage('Connect {app}', { app: 'Slack' }, 'en')).toBe('Connect Slack');
  expect(formatMessage('{count}', { count: 12_345 }, 'de')).toBe('12.345');
  expect(formatMessage('{limit}', { limit: 0.0005 }, 'de')).toBe('0,0005');
});

test('a plural takes the form of its count, or the one for all others', () => {
  expect(formatMessage(found, { count: 1, place: 'Sales' }, 'en')).toBe('1 app in Sales');
  expect(formatMessage(found, { count: 1_200, place: 'Sales' }, 'en')).toBe('1,200 apps in Sales');
  expect(formatMessage('{n, plural, other {#件}}', { n: 1 }, 'ja')).toBe('1件');
});

test('a value is text, whatever it holds', () => {
  expect(formatMessage('{a} and {b}', { a: '{b}', b: '$& # <b>' }, 'en')).toBe('{b} and $& # <b>');
  expect(formatMessage('{constructor}', {}, 'en')).toBe('{constructor}');
});

test('the names of arguments are found, plural or not', () => {
  expect(argumentsOf(found)).toEqual(['count', 'place']);
});

test.each(['{', 'a } b', '{two words}', '{n, plural, one {#}}', '{n, select, a {b}}', '{n, plural, other {{x}}}'])(
  '%s is not well formed',
  (message) => expect(isWellFormed(message)).toBe(false),
);

test.each(['', 'Plain', '{app}', found])('%s is well formed', (message) => expect(isWellFormed(message)).toBe(true));
