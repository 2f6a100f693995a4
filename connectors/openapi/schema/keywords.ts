import type { Json } from '#connectors/kit/json.ts';
import { isString } from '../document/json-values.ts';
import { isSafePattern } from './safe-pattern.ts';

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
/** The formats that validators know; others are notes for a reader. */
const FORMATS = new Set([
  ...['date', 'time', 'date-time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid', 'uri', 'uri-reference'],
  ...['uri-template', 'json-pointer', 'relative-json-pointer', 'regex', 'byte', 'int32', 'int64', 'float', 'double'],
  ...['password'],
]);

const isNumber = (value: Json) => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: Json) => Number.isInteger(value) && Number(value) >= 0;
const isBoolean = (value: Json) => typeof value === 'boolean';

/** Keywords without schemas in them: kept where their value is what JSON Schema asks for, dropped otherwise. */
export const plainKeywords: ReadonlyMap<string, (value: Json) => boolean> = new Map<string, (value: Json) => boolean>(
  Object.entries({
    type: (value: Json) => (Array.isArray(value) ? value.length > 0 && value.every(isType) : isType(value)),
    title: isString,
    description: isString,
    default: () => true,
    const: () => true,
    enum: (value: Json) => Array.isArray(value) && value.length > 0,
    examples: Array.isArray,
    deprecated: isBoolean,
    writeOnly: isBoolean,
    format: (value: Json) => isString(value) && FORMATS.has(value),
    pattern: (value: Json) => isString(value) && isSafePattern(value),
    contentEncoding: isString,
    contentMediaType: isString,
    multipleOf: (value: Json) => isNumber(value) && Number(value) > 0,
    minimum: isNumber,
    maximum: isNumber,
    exclusiveMinimum: isNumber,
    exclusiveMaximum: isNumber,
    minLength: isCount,
    maxLength: isCount,
    minItems: isCount,
    maxItems: isCount,
    uniqueItems: isBoolean,
    minProperties: isCount,
    maxProperties: isCount,
    required: (value: Json) => Array.isArray(value) && value.every(isString),
  }),
);

export const schemaKeywords: ReadonlySet<string> = new Set([
  'items',
  'additionalProperties',
  'not',
  'contains',
  'propertyNames',
]);
export const schemaListKeywords: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
export const schemaMapKeywords: ReadonlySet<string> = new Set(['properties', 'patternProperties']);

function isType(value: Json): boolean {
  return isString(value) && TYPES.includes(value);
}
