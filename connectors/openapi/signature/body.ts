import { DocumentNode } from '../document/document-node.ts';
import { isObject } from '../document/json-values.ts';
import type { Operation } from '../document/operations.ts';
import { isBinary } from '../schema/translate-schema.ts';

export type BodyKind = 'json' | 'form' | 'multipart' | 'text' | 'binary';

/** The body of an operation, in the one media type we send it in. */
export interface Body {
  kind: BodyKind;
  mediaType: string;
  /** More than one, or a range such as "text/*": the caller says which */
  mediaTypes: readonly string[];
  required: boolean;
  description: string | undefined;
  /** The Media Type Object */
  node: DocumentNode;
  schema: DocumentNode | undefined;
}

export function readBody(operation: Operation): Body | undefined {
  const requestBody = operation.node.get('requestBody');
  const contents = requestBody?.get('content')?.entries() ?? [];
  const ranked = contents
    .map(([mediaType, node]) => ({ mediaType: mediaType.trim(), node, kind: kindOf(mediaType, node) }))
    .sort((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind));
  const best = ranked[0];
  if (!requestBody || !best) return undefined;
  const sameKind = ranked.filter((one) => one.kind === best.kind).map((one) => one.mediaType);
  return {
    ...best,
    mediaTypes: best.kind === 'text' || best.kind === 'binary' ? sameKind : [best.mediaType],
    required: requestBody.boolean('required') === true,
    description: requestBody.string('description'),
    schema: best.node.get('schema'),
  };
}

const RANK: readonly BodyKind[] = ['json', 'form', 'multipart', 'text', 'binary'];

function kindOf(mediaType: string, node: DocumentNode): BodyKind {
  const type = mediaType.split(';')[0]!.trim().toLowerCase();
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  if (type === 'application/x-www-form-urlencoded') return 'form';
  if (type.startsWith('multipart/')) return 'multipart';
  if (type.startsWith('text/') || /(?:\+|\/)(?:xml|yaml|turtle|n3|graphql|javascript)$/.test(type)) return 'text';
  const schema = node.get('schema')?.value;
  const saysText = isObject(schema) && schema.type === 'string' && !isBinary(schema);
  return saysText || type === '*/*' ? 'text' : 'binary';
}

/** The properties that a flat body has: those of the schema and of everything it combines by `allOf`. */
export interface BodyProperties {
  properties: Map<string, DocumentNode>;
  required: Set<string>;
  /** What further properties have to be; undefined where the document does not ask for any */
  additional: DocumentNode | undefined;
}

/** The properties of an object schema; undefined where the body is something else and stays in one piece. */
export function bodyProperties(schema: DocumentNode | undefined, depth = 0): BodyProperties | undefined {
  if (!schema || !isObject(schema.value) || depth > 8) return undefined;
  const { value } = schema;
  if (value.oneOf !== undefined || value.anyOf !== undefined || value.not !== undefined) return undefined;
  if (value.type !== undefined && value.type !== 'object') return undefined;
  const parts =
    schema
      .get('allOf')
      ?.items()
      .map((part) => bodyProperties(part, depth + 1)) ?? [];
  if (parts.some((part) => part === undefined)) return undefined;
  const properties = new Map(parts.flatMap((part) => [...part!.properties]));
  for (const key of schema.get('properties')?.keys() ?? []) properties.set(key, schema.child('properties').child(key));
  if (properties.size === 0 && value.additionalProperties === undefined) return undefined;
  const required = Array.isArray(value.required) ? value.required.map(String) : [];
  return {
    properties,
    required: new Set([...required, ...parts.flatMap((part) => [...part!.required])]),
    additional:
      additionalOf(schema) ??
      (depth === 0 ? ofSubtypes(schema) : undefined) ??
      parts.find((part) => part!.additional)?.additional,
  };
}

/** A schema with a discriminator is the base of others, whose properties it does not know. */
function ofSubtypes(schema: DocumentNode): DocumentNode | undefined {
  const discriminator = schema.child('discriminator');
  return isObject(discriminator.value) ? new DocumentNode(schema.document, discriminator.pointer, {}) : undefined;
}

function additionalOf(schema: DocumentNode): DocumentNode | undefined {
  const additional = schema.get('additionalProperties');
  return additional?.value === true || isObject(additional?.value) ? additional : undefined;
}
