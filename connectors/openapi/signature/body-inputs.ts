import type { JsonObject } from '#connectors/kit/json.ts';
import type { DocumentNode } from '../document/document-node.ts';
import { pointerStep, pointerSteps } from '../document/json-pointer.ts';
import { isObject } from '../document/json-values.ts';
import type { BodyConstant, BodyPlan, BodyPropertyPlan } from '../request/request-plan.ts';
import type { Definitions, Schema } from '../schema/definitions.ts';
import { asFile, isBinary, translateSchema } from '../schema/translate-schema.ts';
import { bodyProperties, type Body, type BodyProperties } from './body.ts';
import type { Inputs } from './inputs.ts';
import { onlyValue, type ParameterStyle } from './parameter.ts';
import { titleOf } from './titles.ts';

const MEDIA_TYPE_PATTERN = '^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(; *[A-Za-z0-9-]+=[A-Za-z0-9-]+)?$';

/** By JSON pointer: the objects whose properties are inputs too, and what stands before their names there. */
export type Flatten = Readonly<Record<string, string>>;

/**
 * Gives a body its place in the flat input: each property of an object on its own, anything else as `body`. What
 * `flatten` names must be there: `flattens` tells.
 */
export function addBodyInputs(body: Body, inputs: Inputs, definitions: Definitions, flatten: Flatten): BodyPlan {
  const { kind, mediaType, required } = body;
  const flat = kind === 'text' || kind === 'binary' ? undefined : bodyProperties(body.schema);
  const target = { body, inputs, definitions, flatten };
  const content = flat
    ? addProperties(flat, { path: [], prefix: '', required: true }, target)
    : addWhole(body, inputs, definitions);
  return { kind, mediaType, required, mediaTypeInput: addMediaType(body, inputs), content };
}

/** True where `pointer` leads to an object of the JSON body by objects that are flattened as well. */
export function flattens(body: Body | undefined, pointer: string, flatten: Flatten): boolean {
  const steps = pointerSteps(pointer);
  let flat = body?.kind === 'json' ? bodyProperties(body.schema) : undefined;
  return (
    steps.length > 0 &&
    steps.every((_, index) => {
      flat = bodyProperties(flat?.properties.get(steps[index]!)?.resolve());
      const isNamed = Object.hasOwn(
        flatten,
        steps
          .slice(0, index + 1)
          .map(pointerStep)
          .join(''),
      );
      return flat !== undefined && isNamed;
    })
  );
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

interface Target {
  body: Body;
  inputs: Inputs;
  definitions: Definitions;
  flatten: Flatten;
}

/** Where an object is in the body, what stands before the names of its inputs, and whether the body must have it. */
interface Place {
  path: readonly string[];
  prefix: string;
  required: boolean;
}

type Properties = Extract<BodyPlan['content'], { properties: unknown }>;

function addProperties(flat: BodyProperties, place: Place, target: Target): Properties {
  const { body, inputs, definitions, flatten } = target;
  const properties: BodyPropertyPlan[] = [];
  const constants: BodyConstant[] = [];
  let further = flat.additional ? place.path : undefined;
  if (flat.additional) inputs.takeFurther(translateSchema(flat.additional, definitions));
  for (const [name, node] of flat.properties) {
    if (node.resolve().boolean('readOnly') === true) continue;
    const path = [...place.path, name];
    const required = place.required && flat.required.has(name);
    const value = onlyValue(node.resolve(), flat.required.has(name));
    if (value !== undefined) {
      constants.push({ path, value, required });
      continue;
    }
    const prefix = flatten[path.map(pointerStep).join('')];
    const inner = prefix === undefined ? undefined : bodyProperties(node.resolve());
    if (inner && prefix !== undefined) {
      const added = addProperties(
        further ? { ...inner, additional: undefined } : inner,
        { path, prefix, required },
        target,
      );
      properties.push(...added.properties);
      constants.push(...added.constants);
      further ??= added.further;
    } else {
      const schema = propertySchema(place.prefix + name, node, body, definitions);
      const input = inputs.add(place.prefix + name, 'body', schema, required);
      properties.push({ input, name, path, ...propertyEncoding(body, name, node) });
    }
  }
  return { properties, further, constants };
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
