import type { AuthFieldDefinition, FieldsScheme } from '#connectors/kit/connector.ts';
import { DomainError } from '../errors.ts';

const MAX_BYTES = 10 * 1024;
/** A line break in a key could end a header and begin another. */
const controlCharacter = /\p{Cc}/u;

/**
 * The values that a user has typed in, by the fields of the scheme; empty optional ones are left out.
 * Throws `invalid_argument`, naming the field, never its value.
 */
export function checkValues(scheme: FieldsScheme, given: Readonly<Record<string, string>>): Record<string, string> {
  const known = new Set(scheme.fields.map((field) => field.name));
  if (Object.keys(given).some((name) => !known.has(name))) throw invalid('The form has a field that the app has not.');
  const filled = scheme.fields
    .map((field) => [field, Object.hasOwn(given, field.name) ? (given[field.name] ?? '') : ''] as const)
    .filter(([field, value]) => value !== '' || field.required);
  return Object.fromEntries(filled.map(([field, value]) => [field.name, checkValue(field, value)]));
}

function checkValue(field: AuthFieldDefinition, value: string): string {
  const { title } = field;
  if (value.trim() === '') throw invalid(`${title} is missing.`);
  if (Buffer.byteLength(value) > MAX_BYTES) throw invalid(`${title} is longer than ${MAX_BYTES} bytes.`);
  if (controlCharacter.test(value) || !value.isWellFormed()) {
    throw invalid(`${title} has a line break or another character that cannot belong to it.`);
  }
  if (field.type === 'select' && !field.options?.some((option) => option.value === value)) {
    throw invalid(`${title} is none of its choices.`);
  }
  if (field.type === 'url' && !isWebAddress(value)) throw invalid(`${title} has to begin with https://.`);
  if (field.pattern !== undefined && !new RegExp(`^(?:${field.pattern})$`, 'u').test(value)) {
    throw invalid(`${title} does not have the expected form.`);
  }
  return value;
}

/** Whether the host may be reached is decided when it is called. */
function isWebAddress(value: string): boolean {
  const url = URL.parse(value);
  return (url?.protocol === 'https:' || url?.protocol === 'http:') && url.username === '' && url.password === '';
}

function invalid(message: string): DomainError {
  return new DomainError('invalid_argument', message);
}
