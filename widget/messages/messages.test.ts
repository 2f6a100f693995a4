import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCodes } from '#bridge-protocol/error-codes.ts';
import { locales } from '#bridge-protocol/locale.ts';
import { argumentsOf, isWellFormed } from '../lib/language/format-message.ts';

const widget = join(import.meta.dirname, '..');

function read(locale: string): Record<string, string> {
  return JSON.parse(readFileSync(join(import.meta.dirname, `${locale}.json`), 'utf8')) as Record<string, string>;
}

const english = read('en');
const sources = globSync('{lib,routes}/**/*.{svelte,ts}', { cwd: widget })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(join(widget, file), 'utf8') }));

/** Keys that are made of a word which is known only when the widget runs. */
const families: Record<string, (word: string) => boolean> = {
  error: (word) => word === 'other' || (errorCodes as readonly string[]).includes(word),
  category: (word) => /^[a-z-]+$/.test(word),
};

describe.each(locales)('%s', (locale) => {
  const messages = read(locale);

  test('has the keys of English, in the same order', () => {
    expect(Object.keys(messages)).toEqual(Object.keys(english));
  });

  test('has well-formed messages with the arguments of English', () => {
    for (const [key, message] of Object.entries(messages)) {
      expect(message, key).not.toBe('');
      expect(isWellFormed(message), `${locale} ${key}`).toBe(true);
      expect(argumentsOf(message), `${locale} ${key}`).toEqual(argumentsOf(english[key]!));
    }
  });

  test('has a form for each plural category that whole numbers have in this language', () => {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    // "many" is for millions in es, fr and pt, and reads like "other" there.
    const needed = pluralCategories.filter((category) => category !== 'many');
    for (const message of Object.values(messages).filter((each) => each.includes(', plural,'))) {
      for (const category of needed) expect(message).toContain(` ${category} {`);
    }
  });
});

test('there is a file for each language, and no other', () => {
  const files = globSync('*.json', { cwd: import.meta.dirname }).map((file) => file.replace('.json', ''));
  expect(files.toSorted()).toEqual([...locales].toSorted());
});

test('each message is used, with the values that it has arguments for', () => {
  const used = new Map<string, Set<string>>();
  for (const { file, text } of sources) {
    for (const [, head, values = ''] of text.matchAll(/\bt\(([^{}()]*?)(?:, \{([^}]*)\})?,?\s*\)/g)) {
      const names = [...values.matchAll(/(?:^|,)\s*(\w+)/g)].map(([, name]) => name!).toSorted();
      for (const [, key = ''] of head!.matchAll(/'([\w-]+\.[\w-]+)'/g)) {
        expect(argumentsOf(english[key] ?? ''), `${file} ${key}`).toEqual(names);
        used.set(key, new Set(names));
      }
    }
  }
  const unused = Object.keys(english).filter((key) => {
    const [family, word] = key.split('.') as [string, string];
    return !used.has(key) && !families[family]?.(word);
  });
  expect(unused).toEqual([]);
});

/** What stands between tags or in an attribute that is read out, with all expressions taken away. */
function literalsIn(component: string): string[] {
  const markup = component.replaceAll(/<script[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '');
  let plain = markup;
  while (/\{[^{}]*\}/.test(plain)) plain = plain.replaceAll(/\{[^{}]*\}/g, '');
  const texts = [...plain.matchAll(/>([^<]*)</g)].map(([, text]) => text!);
  const attributes = [...plain.matchAll(/\s(?:aria-label|alt|title|placeholder|label)="([^"]*)"/g)];
  return [...texts, ...attributes.map(([, text]) => text!)]
    .map((text) => text.replaceAll(/&\w+;/g, '').trim())
    .filter((text) => /\p{L}/u.test(text));
}

test('no component has a text of its own', () => {
  expect(literalsIn('<p title="One">Two {t("x")}</p><style>p {}</style>')).toEqual(['Two', 'One']);
  for (const { file, text } of sources.filter((source) => source.file.endsWith('.svelte'))) {
    expect(literalsIn(text), file).toEqual([]);
  }
});
