import type { Json, JsonObject } from '#connectors/kit/json.ts';
import type { DocumentNode } from '../document/document-node.ts';
import { isObject } from '../document/json-values.ts';
import { definitionReference, type Definitions, type Schema } from './definitions.ts';
import { plainKeywords, schemaKeywords, schemaListKeywords, schemaMapKeywords } from './keywords.ts';
import { isSafePattern } from './safe-pattern.ts';

/** A schema nested deeper than this, without a reference in between, takes anything there. */
const MAX_DEPTH = 48;

/**
 * A schema of the document (OpenAPI 3.1) as JSON Schema 2020-12 for what a caller sends in: OpenAPI's own keywords,
 * malformed ones and read-only properties are gone, references lead to `definitions`.
 */
export function translateSchema(node: DocumentNode, definitions: Definitions, depth = 0): Schema {
  if (typeof node.value === 'boolean') return node.value;
  if (!isObject(node.value) || depth > MAX_DEPTH) return {};
  const schema = translateKeywords(node, node.value, definitions, depth + 1);
  if (node.reference !== undefined) return withReference(node, schema, definitions);
  return isBinary(node.value) ? asFile(schema) : dropReadOnly(node, schema);
}

function translateKeywords(
  node: DocumentNode,
  source: JsonObject,
  definitions: Definitions,
  depth: number,
): JsonObject {
  const schema: JsonObject = {};
  for (const keyword of Object.keys(source)) {
    const value = source[keyword] as Json;
    const child = node.child(keyword);
    const translate = (place: DocumentNode) => translateSchema(place, definitions, depth);
    if (plainKeywords.get(keyword)?.(value)) schema[keyword] = tidied(keyword, value);
    else if (keyword === 'items' && Array.isArray(value))
      schema.prefixItems = value.map((_, i) => translate(child.child(i)));
    else if (schemaKeywords.has(keyword)) schema[keyword] = translate(child);
    else if (schemaListKeywords.has(keyword) && Array.isArray(value) && value.length > 0) {
      schema[keyword] = value.map((_, index) => translate(child.child(index)));
    } else if (schemaMapKeywords.has(keyword)) {
      const keys = child.keys().filter((key) => keyword === 'properties' || isSafePattern(key));
      schema[keyword] = Object.fromEntries(keys.map((key) => [key, translate(child.child(key))]));
    }
  }
  return schema;
}

function tidied(keyword: string, value: Json): Json {
  if (keyword === 'required' || keyword === 'type') return Array.isArray(value) ? [...new Set(value)] : value;
  if (keyword !== 'enum' || !Array.isArray(value)) return value;
  return [...new Map(value.map((item) => [JSON.stringify(item), item])).values()];
}

/** OpenAPI 3.1 lets keywords stand beside `$ref`: notes as they are, constraints as a further condition. */
function withReference(node: DocumentNode, siblings: JsonObject, definitions: Definitions): Schema {
  const reference = { $ref: definitionReference(definitions.nameOf(node.referenced())) };
  const { title, description, default: preset, deprecated, examples, writeOnly, ...constraints } = siblings;
  const notes = { title, description, default: preset, deprecated, examples, writeOnly };
  for (const key of Object.keys(notes) as (keyof typeof notes)[]) if (notes[key] === undefined) delete notes[key];
  if (Object.keys(constraints).length > 0) return { ...notes, allOf: [reference, constraints] };
  return { ...notes, ...reference };
}

function dropReadOnly(node: DocumentNode, schema: JsonObject): JsonObject {
  if (!isObject(schema.properties)) return schema;
  const readOnly = new Set(
    node
      .get('properties')
      ?.keys()
      .filter((key) => node.child('properties').get(key)?.boolean('readOnly') === true),
  );
  if (readOnly.size === 0) return schema;
  const properties = Object.fromEntries(Object.entries(schema.properties).filter(([key]) => !readOnly.has(key)));
  const required = Array.isArray(schema.required) ? schema.required.filter((key) => !readOnly.has(String(key))) : [];
  return { ...schema, properties, required };
}

/** Raw bytes: OpenAPI 3.0's `format: binary`, and 3.1's media type without an encoding or a JSON type. */
export function isBinary(schema: JsonObject): boolean {
  if (schema.format === 'binary') return true;
  return schema.contentMediaType !== undefined && schema.contentEncoding === undefined && schema.type === undefined;
}

/** How a file crosses JSON, in both directions: replies that are neither JSON nor text have the same shape. */
export function asFile(notes: JsonObject): JsonObject {
  return {
    ...(notes.title === undefined ? {} : { title: notes.title }),
    description: notes.description ?? 'A file: its bytes as Base64, its media type and its name',
    type: 'object',
    properties: {
      base64: { type: 'string', contentEncoding: 'base64' },
      content_type: { type: 'string' },
      filename: { type: 'string' },
    },
    required: ['base64'],
    additionalProperties: false,
  };
}
