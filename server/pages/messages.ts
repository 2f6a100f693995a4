import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'hono';
import { findLocale, Locale, locales } from '#bridge-protocol/locale.ts';
import type english from './messages/en.json';

export type MessageKey = keyof typeof english;

/** What the popup's pages say, in one language. */
export interface Messages {
  locale: Locale;
  /** A message with the values of its `{arguments}`, as text */
  say(key: MessageKey, values?: Readonly<Record<string, string>>): string;
}

const byLocale = new Map(locales.map((locale) => [locale, read(locale)]));

/** In the language that the widget names (`lang`), or else the browser's own. */
export function messagesFor(c: Context): Messages {
  const named = Locale.safeParse(c.req.query('lang')).data;
  return messagesIn(named ?? findLocale(languagesOf(c.req.header('accept-language'))) ?? 'en');
}

export function messagesIn(locale: Locale): Messages {
  const messages = byLocale.get(locale)!;
  return {
    locale,
    say: (key, values = {}) =>
      messages[key].replaceAll(/\{(\w+)\}/g, (argument, name: string) => values[name] ?? argument),
  };
}

/** RFC 9110 section 12.5.4, in the order in which browsers send them. */
function languagesOf(header = ''): string[] {
  return header.split(',').map((range) => range.split(';')[0]!.trim());
}

function read(locale: Locale): Record<MessageKey, string> {
  const file = path.join(import.meta.dirname, 'messages', `${locale}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<MessageKey, string>;
}
