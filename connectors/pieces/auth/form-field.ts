import type { AuthFieldDefinition } from '#connectors/kit/connector.ts';
import type { PieceProperty } from '../description.ts';
import { plainText } from '../signature/property-schema.ts';

/** A property of a way to connect, as a field of the form that asks for it. */
export function fieldOf(property: PieceProperty): AuthFieldDefinition {
  const { name, title, description, placeholder, required, defaultValue, type } = property;
  const isChoice = type === 'STATIC_DROPDOWN' || type === 'CHECKBOX';
  return {
    name,
    title: title || name,
    ...(description ? { description: plainText(description) } : {}),
    ...(placeholder ? { placeholder } : {}),
    type: type === 'SECRET_TEXT' ? 'secret' : isChoice ? 'select' : 'text',
    ...(isChoice ? { options: choicesOf(property) } : {}),
    required: required && defaultValue === undefined && type !== 'CHECKBOX',
  };
}

function choicesOf({ type, options = [] }: PieceProperty): { value: string; title: string }[] {
  if (type === 'CHECKBOX') {
    return [
      { value: 'false', title: 'No' },
      { value: 'true', title: 'Yes' },
    ];
  }
  return options.map(({ label, value }) => ({ value: textOf(value), title: label }));
}

/** What a form gave as text, as the piece wants it. */
export function valueOf({ type, defaultValue, options = [] }: PieceProperty, given: string | undefined): unknown {
  if (given === undefined || given === '') return defaultValue ?? (type === 'CHECKBOX' ? false : undefined);
  if (type === 'CHECKBOX') return given === 'true';
  if (type === 'NUMBER') return Number(given);
  if (type === 'STATIC_DROPDOWN') return options.find(({ value }) => textOf(value) === given)?.value ?? given;
  return given;
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
