import * as z from 'zod/mini';

/** The languages there are messages for, by their BCP 47 tags: the widget's, and those of the popup's pages. */
export const locales = ['en', 'de', 'es', 'fr', 'ja', 'pt-BR'] as const;
export const Locale = z.enum(locales);
export type Locale = z.infer<typeof Locale>;

/** The first of these tags that we have a language for; `de-AT` is `de`, `pt` is `pt-BR`. Undefined if there is none. */
export function findLocale(tags: readonly (string | undefined)[]): Locale | undefined {
  return tags.map(localeOf).find((locale) => locale !== undefined);
}

function localeOf(tag: string | undefined): Locale | undefined {
  const language = languageOf(tag?.replaceAll('_', '-') ?? '');
  return locales.find((locale) => languageOf(locale) === language);
}

function languageOf(tag: string): string {
  return tag.split('-')[0]!.toLowerCase();
}
