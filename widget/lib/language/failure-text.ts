import type { Failure } from '#bridge-protocol/failure.ts';
import { isMessageKey, language, t } from './language.svelte.ts';

/**
 * What a failure tells the user. Its own message is English and more exact than what can be said of its code alone, so
 * it is shown as it is in English, and after the sentence about the code (`detail`) in another language.
 */
export function failureText({ code, message }: Failure): { text: string; detail?: string } {
  const key = `error.${code}`;
  const known = isMessageKey(key) ? key : 'error.other';
  if (language.overrides[known] !== undefined) return { text: t(known) };
  return language.locale === 'en' ? { text: message } : { text: t(known), detail: message };
}
