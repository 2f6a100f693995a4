import type { Locale } from '#bridge-protocol/locale.ts';

/** The popup's start page, told which of the app's ways of connecting the user has chosen, and in which language. */
export function startUrlFor(startUrl: string, scheme: string, locale: Locale): string {
  const url = new URL(startUrl);
  url.searchParams.set('scheme', scheme);
  url.searchParams.set('lang', locale);
  return url.href;
}
