import { expect, test } from 'vitest';
import { findLocale } from './locale.ts';

test.each([
  [['de-AT'], 'de'],
  [['pt'], 'pt-BR'],
  [['pt_PT'], 'pt-BR'],
  [['JA-jp'], 'ja'],
  [['ar', 'fr-CA', 'en'], 'fr'],
  [[undefined, '', 'es-419'], 'es'],
  [['ar', 'x'], undefined],
  [[], undefined],
])('%j is spoken to in %s', (tags, locale) => expect(findLocale(tags)).toBe(locale));
