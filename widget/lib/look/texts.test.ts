import { expect, test } from 'vitest';
import { parseTexts } from './texts.ts';

test('a text of ours gets the host’s words, with its arguments or without', () => {
  const texts = { 'marketplace.title': 'Integrations', 'connect.title': 'Link {app}', 'connect.intro': 'Go ahead' };
  expect(parseTexts(texts)).toEqual(texts);
  expect(parseTexts({ 'marketplace.found': '{count, plural, one {one} other {# of them}}' })).toBeTruthy();
});

test.each([
  [{ 'marketplace.titel': 'x' }, 'texts["marketplace.titel"] is no text of ours: did you mean "marketplace.title"?'],
  [{ zzzzzzzzzz: 'x' }, /^texts\["zzzzzzzzzz"\] is no text of ours\. docs/],
  [{ constructor: 'x' }, /^texts\["constructor"\] is no text of ours/],
  [
    { 'connect.title': 'Link {aap}' },
    'texts["connect.title"] takes no arguments but {app}, each in braces that are closed',
  ],
  [{ 'connect.title': 'Link {app' }, /^texts\["connect.title"\] takes no arguments but \{app\}/],
  [{ 'marketplace.title': 'All {count}' }, 'texts["marketplace.title"] takes no arguments, so it has no braces'],
  [{ 'marketplace.title': 'x'.repeat(501) }, 'texts["marketplace.title"] is longer than 500 characters'],
  [{ 'marketplace.title': 1 }, 'texts must be an object of texts by their keys'],
  [['x'], 'texts must be an object of texts by their keys'],
  [null, 'texts must be an object of texts by their keys'],
])('%j is refused', (texts, message) => expect(() => parseTexts(texts)).toThrow(message));
