import type { Json } from '#bridge-protocol/json.ts';
import { language, t } from '../language/language.svelte.ts';
import type { Field, NumberInput, TextInput } from './field.ts';

export type TextField = Field & { kind: 'text' | 'number' | 'any' | 'json' };

const decimal = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const email = /^[^\s@]+@[^\s@]+$/;
const objectExample = '{"name": "value"}';

/** A value as its input shows it. */
export function textOf(field: TextField, value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (field.kind === 'text' && field.format === 'date-time') return localTime(value) ?? plainText(value);
  if (field.kind === 'json') return JSON.stringify(value, null, 2);
  return plainText(value);
}

/** Whether the input of a date could not show the value: it is then typed as text. */
export function isOdd(field: TextField, value: Json | undefined): boolean {
  if (field.kind !== 'text' || value === undefined || value === null || value === '') return false;
  if (field.format === 'date') return !/^\d{4}-\d{2}-\d{2}$/.test(plainText(value));
  return field.format === 'date-time' && localTime(value) === undefined;
}

/** What the text stands for; undefined where nothing was entered. Text that stands for nothing stays text. */
export function valueOfText(field: TextField, text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (field.kind === 'number') return numberOf(trimmed) ?? text;
  if (field.kind === 'json') return parsed(trimmed) ?? text;
  if (field.kind === 'any') return /^[[{]/.test(trimmed) ? (parsed(trimmed) ?? text) : text;
  if (field.format === 'date-time') return absoluteTime(trimmed);
  return field.format === 'text' || field.format === 'lines' || field.format === 'secret' ? text : trimmed;
}

/** What is wrong with a text that is not empty; undefined where nothing is. */
export function problemOfText(field: TextField, text: string): string | undefined {
  const trimmed = text.trim();
  if (field.kind === 'number') return problemOfNumber(field, trimmed);
  if (field.kind === 'json') return problemOfJson(field.types, trimmed);
  if (field.kind === 'text') return problemOfFormat(field, trimmed) ?? problemOfLength(field, text);
  return undefined;
}

function problemOfNumber(input: NumberInput, text: string): string | undefined {
  const value = numberOf(text);
  if (value === undefined) return t(input.isInteger ? 'form.wholeNumber' : 'form.number');
  if (input.isInteger && !Number.isInteger(value)) return t('form.wholeNumber');
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, exclusiveMaximum } = input;
  if (value < minimum) return t('form.atLeast', { limit: minimum });
  if (value > maximum) return t('form.atMost', { limit: maximum });
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    return t('form.moreThan', { limit: exclusiveMinimum });
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
    return t('form.lessThan', { limit: exclusiveMaximum });
  return undefined;
}

function problemOfJson(types: readonly string[], text: string): string | undefined {
  const value = parsed(text);
  if (value === undefined) return t('form.json');
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (types.length === 0 || types.includes(type) || (type === 'number' && types.includes('integer'))) return undefined;
  return types.includes('array') ? t('form.jsonList') : t('form.jsonObject', { example: objectExample });
}

function problemOfFormat({ format }: TextInput, text: string): string | undefined {
  if (format === 'email' && !email.test(text)) return t('form.email');
  if (format === 'uri' && !URL.canParse(text)) return t('field.wholeAddress');
  if (format === 'date' && Number.isNaN(Date.parse(text))) return t('form.date');
  if (format === 'date-time' && Number.isNaN(Date.parse(text))) return t('form.date');
  return undefined;
}

/** JSON Schema counts characters, not the halves that JavaScript keeps some in. */
function problemOfLength(
  { minLength = 0, maxLength = Infinity, pattern }: TextInput,
  text: string,
): string | undefined {
  const { length } = [...text];
  if (length > maxLength) return t('form.shorter', { limit: maxLength, length });
  if (length < minLength) return t('form.longer', { limit: minLength });
  return pattern === undefined || matches(pattern, text) ? undefined : t('form.pattern', { pattern });
}

/** A pattern that is none cannot be met by anybody, so it is left to the server. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
}

/** Undefined for a number that a double would change. */
function numberOf(entered: string): number | undefined {
  const text = hasDecimalComma() ? entered.replace(',', '.') : entered;
  if (!decimal.test(text)) return undefined;
  const value = Number(text);
  const isExact = !/^-?\d+$/.test(text) || Number.isSafeInteger(value);
  return isExact && Number.isFinite(value) ? value : undefined;
}

/** Whoever reads a limit as 0,5 also writes it so. */
function hasDecimalComma(): boolean {
  return (0.5).toLocaleString(language.locale).includes(',');
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function plainText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A point in time in the user's own zone, as `<input type="datetime-local">` has it. */
function localTime(value: Json): string | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(time)) return undefined;
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

function absoluteTime(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}
