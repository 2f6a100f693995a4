import * as z from 'zod/mini';
import { CodedError } from '../coded-error.ts';
import { argumentsOf, isWellFormed } from '../language/format-message.ts';
import { english, isMessageKey } from '../language/language.svelte.ts';
import type { Messages } from '../language/language.svelte.ts';
import { nearest } from './nearest.ts';

/** Longer than any text of ours by far, and short enough to be shown. */
const MAX_LENGTH = 500;

/**
 * The host's own words for messages of ours, as plain text with the arguments of ours at most. Throws `invalid_argument`
 * that names the text.
 */
export function parseTexts(given: unknown): Partial<Messages> {
  const parsed = z.safeParse(z.record(z.string(), z.string()), given);
  if (!parsed.success) throw refusal('texts must be an object of texts by their keys');
  for (const [key, text] of Object.entries(parsed.data)) {
    const problem = isMessageKey(key) ? problemOf(text, english[key]) : unknownKey(key);
    if (problem) throw refusal(`texts["${key.slice(0, 60)}"] ${problem}`);
  }
  return parsed.data;
}

function problemOf(text: string, original: string): string | undefined {
  const known = argumentsOf(original);
  if (text.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  if (isWellFormed(text) && argumentsOf(text).every((name) => known.includes(name))) return undefined;
  if (known.length === 0) return 'takes no arguments, so it has no braces';
  return `takes no arguments but ${known.map((name) => `{${name}}`).join(', ')}, each in braces that are closed`;
}

function unknownKey(key: string): string {
  const meant = nearest(key, Object.keys(english));
  return `is no text of ours${meant ? `: did you mean "${meant}"?` : '. docs/theming.md says where the keys are.'}`;
}

function refusal(message: string): CodedError {
  return new CodedError('invalid_argument', message);
}
