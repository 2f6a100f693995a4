import type { Locale } from '#bridge-protocol/locale.ts';

/** The languages of ours that are written from right to left. */
const rightToLeft: readonly Locale[] = [];

export function directionOf(locale: Locale): 'ltr' | 'rtl' {
  return rightToLeft.includes(locale) ? 'rtl' : 'ltr';
}
