import type { JsonObject } from '#connectors/kit/json.ts';
import type { PieceProperty } from '../description.ts';

/** JSON Schema 2020-12 of an action's properties. What only explains something to a reader (MARKDOWN) is no parameter. */
export function parametersSchema(properties: readonly PieceProperty[]): JsonObject {
  const asked = properties.filter(({ type }) => type !== 'MARKDOWN');
  const schemas = asked.map((property): [string, JsonObject] => [property.name, propertySchema(property)]);
  return {
    type: 'object',
    properties: Object.fromEntries(schemas),
    required: asked.filter(isRequired).map(({ name }) => name),
    additionalProperties: false,
  };
}

/** A form shows an unticked box and an empty group where nothing was chosen; a call may leave them out. */
const neverRequired = new Set(['CHECKBOX', 'DYNAMIC', 'OBJECT']);

function isRequired({ required, defaultValue, type }: PieceProperty): boolean {
  return required && defaultValue === undefined && !neverRequired.has(type);
}

function propertySchema(property: PieceProperty): JsonObject {
  const { name, title, description, defaultValue } = property;
  return {
    title: title || titleOf(name),
    ...(description ? { description: plainText(description) } : {}),
    ...valueSchema(property),
    ...(defaultValue === undefined ? {} : { default: defaultValue }),
  };
}

function valueSchema({ type, options, properties }: PieceProperty): JsonObject {
  switch (type) {
    case 'SHORT_TEXT':
    case 'LONG_TEXT':
    case 'SECRET_TEXT':
    case 'DATE_TIME':
    case 'COLOR':
      return { type: 'string' };
    case 'NUMBER':
      return { type: 'number' };
    case 'CHECKBOX':
      return { type: 'boolean' };
    case 'STATIC_DROPDOWN':
      return choiceSchema(options);
    case 'STATIC_MULTI_SELECT_DROPDOWN':
      return { type: 'array', items: choiceSchema(options) };
    case 'MULTI_SELECT_DROPDOWN':
      return { type: 'array', items: {} };
    case 'ARRAY':
      return { type: 'array', items: properties ? parametersSchema(properties) : {} };
    case 'OBJECT':
    case 'DYNAMIC':
      return { type: 'object' };
    case 'FILE':
      return fileSchema;
    // DROPDOWN and JSON: the piece alone knows what their values look like.
    default:
      return {};
  }
}

const fileSchema: JsonObject = {
  type: 'object',
  properties: {
    base64: { type: 'string', contentEncoding: 'base64' },
    filename: { type: 'string' },
    content_type: { type: 'string' },
  },
  required: ['base64'],
};

function choiceSchema(options: PieceProperty['options'] = []): JsonObject {
  const choices = options.flatMap(({ label, value }) => (value === undefined ? [] : [{ label, value }]));
  if (choices.length === 0) return {};
  if (choices.every(({ label, value }) => label === value)) return { enum: choices.map(({ value }) => value) };
  return { oneOf: choices.map(({ label, value }) => ({ const: value, title: label })) };
}

/** `org_id` as "Org id" */
function titleOf(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ').trim() || name;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Descriptions of pieces are Markdown. They are shown as text, so its marks go, and links become their addresses. */
export function plainText(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]*)\]\(([^)\s]*)\)/g, '$1 ($2)')
    .replaceAll(/\*\*|`{1,3}|^#{1,6}\s+/gm, '')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim();
}
