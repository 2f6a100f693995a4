import type { JsonObject } from '#connectors/kit/json.ts';
import type { DocumentNode } from '../document/document-node.ts';
import { isObject } from '../document/json-values.ts';
import type { BodyPlan, BodyPropertyPlan } from '../request/request-plan.ts';
import type { Definitions, Schema } from '../schema/definitions.ts';
import { asFile, isBinary, translateSchema } from '../schema/translate-schema.ts';
import { bodyProperties, type Body, type BodyProperties } from './body.ts';
import type { Inputs } from './inputs.ts';
import type { ParameterStyle } from './parameter.ts';
import { titleOf } from './titles.ts';

const MEDIA_TYPE_PATTERN = '^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(; *[A-Za-z0-9-]+=[A-Za-z0-9-]+)?$';

/** Gives a body its place in the flat input: each property of an object on its own, anything else as `body`. */
export function addBodyInputs(body: Body, inputs: Inputs, definitions: Definitions): BodyPlan {
  const { kind, mediaType, required } = body;
  const flat = kind === 'text' || kind === 'binary' ? undefined : bodyProperties(body.schema);
  const content = flat ? addProperties(body, flat, inputs, definitions) : addWhole(body, inputs, definitions);
  return { kind, mediaType, required, mediaTypeInput: addMediaType(body, inputs), content };
}

function addWhole(body: Body, inputs: Inputs, definitions: Definitions): { input: string } {
  const schema = wholeSchema(body, definitions);
  const described = { title: 'Body', ...(body.description ? { description: body.description } : {}), ...schema };
  return { input: inputs.add('body', 'body', described, body.required) };
}

function wholeSchema(body: Body, definitions: Definitions): JsonObject {
  if (body.kind === 'text') return { type: 'string' };
  if (body.kind === 'binary') return asFile({});
  const schema = body.schema ? translateSchema(body.schema, definitions) : {};
  return isObject(schema) ? schema : {};
}

function addProperties(body: Body, flat: BodyProperties, inputs: Inputs, definitions: Definitions) {
  const properties: BodyPropertyPlan[] = [];
  for (const [name, node] of flat.properties) {
    if (node.resolve().boolean('readOnly') === true) continue;
    const schema = propertySchema(name, node, body, definitions);
    const input = inputs.add(name, 'body', schema, flat.required.has(name));
    properties.push({ input, name, ...propertyEncoding(body, name, node) });
  }
  if (flat.additional) inputs.takeFurther(translateSchema(flat.additional, definitions));
  return { properties, takesFurther: flat.additional !== undefined };
}

/** The reference itself is followed, so that every parameter shows its type; what stands beside it wins. */
function propertySchema(name: string, node: DocumentNode, body: Body, definitions: Definitions): Schema {
  const target = node.resolve();
  if (body.kind === 'multipart' && isObject(target.value) && isBinary(target.value)) {
    return asFile({ title: target.string('title') ?? titleOf(name), description: target.string('description') });
  }
  const schema = translateSchema(target, definitions);
  if (!isObject(schema)) return { title: titleOf(name) };
  const description = node.child('description').value ?? schema.description;
  return { title: titleOf(name), ...schema, ...(description === undefined ? {} : { description }) };
}

function propertyEncoding(body: Body, name: string, node: DocumentNode) {
  const encoding = body.node.get('encoding')?.get(name);
  const style = encoding?.string('style');
  const value = node.resolve().value;
  const isObjectValue = isObject(value) && value.type === 'object';
  const written: ParameterStyle = style === undefined ? (isObjectValue ? 'json' : 'form') : (style as ParameterStyle);
  // Several may be listed, and ranges: then the caller's file says which it is.
  const [contentType, ...others] = encoding?.string('contentType')?.split(',') ?? [];
  return {
    style: contentType === 'application/json' ? 'json' : written,
    explode: encoding?.boolean('explode') ?? written === 'form',
    contentType: others.length > 0 || contentType?.includes('*') ? undefined : contentType,
  } as const;
}

/** Asked for only where there is a choice. */
function addMediaType(body: Body, inputs: Inputs): string | undefined {
  const named = body.mediaTypes.filter((mediaType) => !mediaType.includes('*'));
  if (named.length === body.mediaTypes.length && named.length === 1) return undefined;
  const any = named.length < body.mediaTypes.length;
  const schema: JsonObject = { title: 'Content type', description: 'Media type of the body', type: 'string' };
  if (any) schema.pattern = MEDIA_TYPE_PATTERN;
  else schema.enum = named;
  return inputs.add('content_type', 'body', schema, body.mediaType.includes('*'));
}
