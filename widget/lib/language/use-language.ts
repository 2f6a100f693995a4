import type { Locale } from '#bridge-protocol/locale.ts';
import { withDeadline } from '../deadline.ts';
import { english, language } from './language.svelte.ts';
import type { Messages } from './language.svelte.ts';

/** How long a screen waits for its language, in milliseconds. */
const DEADLINE = 3_000;

/** English is here already; each other language is a chunk of its own. */
const chunks: Record<Exclude<Locale, 'en'>, () => Promise<{ default: Messages }>> = {
  de: () => import('../../messages/de.json'),
  es: () => import('../../messages/es.json'),
  fr: () => import('../../messages/fr.json'),
  ja: () => import('../../messages/ja.json'),
  'pt-BR': () => import('../../messages/pt-BR.json'),
};

let wanted: Locale = 'en';

/** Settles once the widget speaks it, or English where its messages do not come. Of several the last one counts. */
export async function useLanguage(locale: Locale): Promise<void> {
  wanted = locale;
  let speaking = locale;
  let messages = english;
  try {
    if (locale !== 'en') messages = (await withDeadline(chunks[locale](), DEADLINE, 'A language')).default;
  } catch (error) {
    console.warn(error);
    speaking = 'en';
  }
  if (wanted !== locale) return;
  language.locale = speaking;
  language.messages = messages;
  document.documentElement.lang = speaking;
}
