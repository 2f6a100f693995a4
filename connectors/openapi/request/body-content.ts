import { Buffer } from 'node:buffer';
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { isObject, isString, ownValue } from '../document/json-values.ts';
import { invalidArgument } from './invalid-argument.ts';
import type { BodyPlan, BodyPropertyPlan } from './request-plan.ts';
import { queryPairs, scalarText } from './serialize-value.ts';

export interface BodyContent {
  body: string | Uint8Array<ArrayBuffer> | FormData;
  /** Absent for a FormData, which brings its boundary */
  contentType?: string;
}

/** The body of a request; undefined where the input has nothing for it. `takenInputs` are those of other parameters. */
export function bodyContent(
  plan: BodyPlan,
  input: JsonObject,
  takenInputs: ReadonlySet<string>,
): BodyContent | undefined {
  const value = 'input' in plan.content ? ownValue(input, plan.content.input) : collected(plan, input, takenInputs);
  if (value === undefined) return undefined;
  if (plan.kind === 'json') return { body: JSON.stringify(value), contentType: mediaTypeOf(plan, input) };
  if (plan.kind === 'form') return { body: formPairs(plan, value).join('&'), contentType: plan.mediaType };
  if (plan.kind === 'multipart') return { body: formData(plan, value) };
  if (plan.kind === 'text') return { body: scalarText(value), contentType: mediaTypeOf(plan, input) };
  const file = fileOf('body', value);
  return { body: file.bytes, contentType: file.type ?? mediaTypeOf(plan, input) };
}

function collected(plan: BodyPlan, input: JsonObject, takenInputs: ReadonlySet<string>): JsonObject | undefined {
  if ('input' in plan.content) return undefined;
  const { properties, further, constants } = plan.content;
  const own = new Set([...properties.map((one) => one.input), ...(plan.mediaTypeInput ? [plan.mediaTypeInput] : [])]);
  const content: JsonObject = {};
  for (const { path, input: name } of properties) put(content, path, ownValue(input, name));
  const others = Object.entries(input).filter(([key]) => !own.has(key) && !takenInputs.has(key));
  if (further) for (const [key, value] of others) put(content, [...further, key], value);
  if (Object.keys(content).length === 0 && !plan.required) return undefined;
  const due = constants.filter(({ path, required }) => required || isThere(content, path.slice(0, -1)));
  for (const { path, value } of due) put(content, path, value);
  return content;
}

function isThere(content: Json | undefined, path: readonly string[]): boolean {
  return (
    path.reduce<Json | undefined>((at, step) => (isObject(at) ? ownValue(at, step) : undefined), content) !== undefined
  );
}

/** Puts a value where the steps lead, and the objects on the way. Whatever a name is, it stays an own property. */
function put(target: JsonObject, [step = '', ...rest]: readonly string[], value: Json | undefined): void {
  if (value === undefined) return;
  const found = ownValue(target, step);
  const inner = rest.length > 0 && isObject(found) ? found : {};
  const held = rest.length > 0 ? inner : value;
  Object.defineProperty(target, step, { value: held, enumerable: true, configurable: true, writable: true });
  if (rest.length > 0) put(inner, rest, value);
}

function mediaTypeOf(plan: BodyPlan, input: JsonObject): string {
  const chosen = plan.mediaTypeInput === undefined ? undefined : ownValue(input, plan.mediaTypeInput);
  if (!isString(chosen)) return plan.mediaType;
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:;[ \w.=-]*)?$/.test(chosen)) {
    throw invalidArgument(plan.mediaTypeInput ?? 'content_type', 'must be a media type such as "text/plain"');
  }
  return chosen;
}

function propertyPlan(plan: BodyPlan, name: string): Pick<BodyPropertyPlan, 'style' | 'explode' | 'contentType'> {
  const known = 'input' in plan.content ? undefined : plan.content.properties.find((one) => one.name === name);
  return known ?? { style: 'form', explode: true, contentType: undefined };
}

function formPairs(plan: BodyPlan, value: Json): string[] {
  if (!isObject(value)) throw invalidArgument('body', 'must be an object');
  return Object.entries(value).flatMap(([name, item]) => {
    if (item === undefined) return [];
    return queryPairs({ name, allowReserved: false, ...propertyPlan(plan, name) }, item ?? '');
  });
}

function formData(plan: BodyPlan, value: Json): FormData {
  if (!isObject(value)) throw invalidArgument('body', 'must be an object');
  const form = new FormData();
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined || item === null) continue;
    const { contentType } = propertyPlan(plan, name);
    for (const part of Array.isArray(item) && !contentType ? item : [item]) appendPart(form, name, part, contentType);
  }
  return form;
}

function appendPart(form: FormData, name: string, part: Json, contentType: string | undefined): void {
  if (isObject(part) && isString(part.base64)) {
    const file = fileOf(name, part);
    form.append(
      name,
      new Blob([file.bytes], { type: file.type ?? contentType ?? 'application/octet-stream' }),
      file.name,
    );
  } else if (contentType && contentType !== 'text/plain') {
    form.append(name, new Blob([scalarText(part)], { type: contentType }));
  } else {
    form.append(name, scalarText(part));
  }
}

function fileOf(name: string, value: Json): { bytes: Uint8Array<ArrayBuffer>; type: string | undefined; name: string } {
  if (!isObject(value) || !isString(value.base64)) throw invalidArgument(name, 'must be a file: {"base64": "…"}');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(value.base64))
    throw invalidArgument(name, '"base64" must be Base64 without line breaks');
  const type = isString(value.content_type) && value.content_type !== '' ? value.content_type : undefined;
  if (type !== undefined && !/^[\x20-\x7e]+$/.test(type))
    throw invalidArgument(name, '"content_type" must be a media type');
  return {
    bytes: new Uint8Array(Buffer.from(value.base64, 'base64')),
    type,
    name: isString(value.filename) && value.filename !== '' ? value.filename : 'file',
  };
}
