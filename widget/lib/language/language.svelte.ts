import type { Locale } from '#bridge-protocol/locale.ts';
import source from '../../messages/en.json';
import { formatMessage } from './format-message.ts';
import type { MessageValues } from './format-message.ts';

export type MessageKey = keyof typeof source;
export type Messages = Readonly<Record<MessageKey, string>>;

export const english: Messages = source;

/** What the widget speaks: each text that is shown follows a change of it. */
class Language {
  locale = $state<Locale>('en');
  messages = $state.raw<Messages>(english);
  /** The host's own texts, which go before */
  overrides = $state.raw<Partial<Messages>>({});
}

export const language = new Language();

/** The text of a message, in the user's language. Called where it is shown, so that it follows the language. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  const { locale, messages, overrides } = language;
  return formatMessage(overrides[key] ?? messages[key], values, locale);
}

/** True for a key that was made of something else, such as an error's code. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(english, key);
}
