import { choicesOf } from '#bridge-protocol/choices.ts';
import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import { allowsOnly, branchesOf, inlined, isObject, typesOf } from '#bridge-protocol/json-schema.ts';
import { t } from '../language/language.svelte.ts';
import type { Field, FieldNotes, Input, ListLimits } from './field.ts';

/** Deeper than this, and where an object holds itself, JSON is written as such. */
const MAX_DEPTH = 6;
/** A text that may be longer than this gets several lines. */
const LONG_TEXT = 500;

const formats: Readonly<Record<string, 'date' | 'date-time' | 'email' | 'uri'>> = {
  date: 'date',
  'date-time': 'date-time',
  email: 'email',
  'idn-email': 'email',
  uri: 'uri',
};

/** Where a schema stands. */
interface Place {
  /** What `$ref` leads into */
  root: JsonObject;
  depth: number;
}

/** The inputs for the properties of an object, in the order of its schema; those that no form shows are left out. */
export function readFields(parameters: JsonObject, place: Place = { root: parameters, depth: 0 }): Field[] {
  const required = Array.isArray(parameters.required) ? parameters.required : [];
  const properties = Object.entries(isObject(parameters.properties) ? parameters.properties : {});
  return properties
    .filter(([, property]) => property !== undefined && metaOf(property).ui.is_visible !== false)
    .map(([name, property]) => readField(name, property!, required.includes(name), place));
}

function readField(name: string, given: Json, isRequired: boolean, place: Place): Field {
  const schema = flattened(given, place.root);
  const { ui } = metaOf(given);
  const types = typesOf(schema, place.root);
  const notes: FieldNotes = {
    name,
    title: text(schema.title) || text(metaOf(given).title) || titleOf(name),
    description: text(schema.description),
    isRequired,
    isNullable: types?.has('null') ?? false,
    preset: schema.default,
    placeholder: placeholderOf(schema),
  };
  return { ...notes, ...(liveInput(ui, schema, place) ?? inputOf(schema, place, text(ui.ui_field.type))) };
}

/** Choices and fields that only the user's account knows. */
function liveInput(ui: Ui, schema: JsonObject, { root }: Place): Input | undefined {
  const dependsOn = Array.isArray(ui.depends_on) ? ui.depends_on.map(String) : [];
  if (ui.ui_field.type === 'CUSTOM_FIELDS') return { kind: 'liveGroup', dependsOn };
  if (ui.ui_field.type !== 'DYNAMIC_DROPDOWN') return undefined;
  const isMultiple = allowsOnly(typesOf(schema, root), 'array');
  return { kind: 'liveChoice', isMultiple, dependsOn, limits: limitsOf(schema) };
}

function inputOf(schema: JsonObject, place: Place, hint = ''): Input {
  const { root } = place;
  const options = choicesOf(schema, root);
  if (options) return { kind: 'choice', options, isMultiple: false, limits: limitsOf(schema) };
  const branches = branchesOf(schema)
    ?.map((branch) => flattened(branch, root))
    .filter((branch) => branch.type !== 'null');
  if (branches?.length === 1)
    return inputOf({ ...schema, anyOf: undefined, oneOf: undefined, ...branches[0] }, place, hint);
  const types = typesOf(schema, root);
  if (allowsOnly(types, 'boolean')) return { kind: 'boolean' };
  if (allowsOnly(types, 'integer', 'number')) return numberInput(schema, !types!.has('number'));
  if (allowsOnly(types, 'string')) return textInput(schema, hint);
  if (branches && branches.length > 1) return alternativesOf(branches, place);
  if (allowsOnly(types, 'array')) return listInput(schema, place);
  if (allowsOnly(types, 'object') || isObject(schema.properties)) return objectInput(schema, place);
  if (types?.has('string') || types === undefined) return { kind: 'any' };
  return { kind: 'json', types: [...types] };
}

function textInput(schema: JsonObject, hint: string): Input {
  if (schema.contentEncoding === 'base64' || schema.format === 'byte') return { kind: 'file', shape: 'text' };
  const maxLength = number(schema.maxLength);
  const isLong = hint === 'TEXTAREA' || (maxLength ?? 0) > LONG_TEXT;
  const isSecret = schema.writeOnly === true || schema.format === 'password';
  return {
    kind: 'text',
    format: isSecret ? 'secret' : (formats[text(schema.format)] ?? (isLong ? 'lines' : 'text')),
    minLength: number(schema.minLength),
    maxLength,
    pattern: typeof schema.pattern === 'string' ? schema.pattern : undefined,
  };
}

function numberInput(schema: JsonObject, isInteger: boolean): Input {
  return {
    kind: 'number',
    isInteger,
    minimum: number(schema.minimum),
    maximum: number(schema.maximum),
    exclusiveMinimum: number(schema.exclusiveMinimum),
    exclusiveMaximum: number(schema.exclusiveMaximum),
  };
}

function listInput(schema: JsonObject, place: Place): Input {
  const items = isObject(schema.items) ? flattened(schema.items, place.root) : {};
  const limits = limitsOf(schema);
  const options = choicesOf(items, place.root);
  if (options) return { kind: 'choice', options, isMultiple: true, limits };
  if (place.depth >= MAX_DEPTH) return { kind: 'json', types: ['array'] };
  const entry = once(() => ({
    ...readField('', items, true, deeper(place)),
    get title() {
      return text(items.title) || t('form.entry');
    },
  }));
  return { kind: 'list', entry, limits };
}

function objectInput(schema: JsonObject, place: Place): Input {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  if (place.depth >= MAX_DEPTH) return { kind: 'json', types: ['object'] };
  if (isFile(schema)) return { kind: 'file', shape: 'object' };
  if (properties.length > 0) return { kind: 'group', fields: once(() => readFields(schema, deeper(place))) };
  const additional = isObject(schema.additionalProperties) ? schema.additionalProperties : {};
  return {
    kind: 'map',
    entry: once(() => ({
      ...readField('', additional, true, deeper(place)),
      get title() {
        return t('form.value');
      },
    })),
  };
}

function alternativesOf(branches: readonly JsonObject[], place: Place): Input {
  if (place.depth >= MAX_DEPTH) return { kind: 'json', types: [] };
  return {
    kind: 'alternatives',
    branches: branches.map((branch, index) => ({
      get title() {
        return text(branch.title) || typeName(text(branch.type), index);
      },
      field: once(() => ({ ...readField('', branch, true, deeper(place)), title: text(branch.title) })),
    })),
  };
}

/** What an alternative without a title is called. */
function typeName(type: string, index: number): string {
  switch (type) {
    case 'string':
      return t('form.typeText');
    case 'number':
    case 'integer':
      return t('form.typeNumber');
    case 'boolean':
      return t('form.typeBoolean');
    case 'array':
      return t('form.typeList');
    case 'object':
      return t('form.typeObject');
    default:
      return t('form.kindNumbered', { position: index + 1 });
  }
}

/** How connectors take a file: its bytes as Base64, and perhaps its name and media type beside them. */
function isFile({ properties }: JsonObject): boolean {
  return isObject(properties) && isObject(properties.base64) && properties.base64.contentEncoding === 'base64';
}

/** The schema with its reference followed and its `allOf` put together. */
function flattened(given: Json, root: JsonObject, depth = 0): JsonObject {
  const schema = isObject(given) ? inlined(given, root) : {};
  if (!Array.isArray(schema.allOf) || depth > MAX_DEPTH) return schema;
  const parts = schema.allOf.map((part) => flattened(part, root, depth + 1));
  const { allOf: _, ...own } = schema;
  const all = [...parts, own];
  const properties = all.map((part) => part.properties).filter(isObject);
  const required = all.flatMap((part) => (Array.isArray(part.required) ? part.required : []));
  const merged: JsonObject = Object.assign({}, ...all);
  if (properties.length > 0) merged.properties = Object.assign({}, ...properties);
  if (required.length > 0) merged.required = required;
  return merged;
}

interface Ui extends JsonObject {
  ui_field: JsonObject;
}

/** What the server adds to a parameter for forms. */
function metaOf(property: Json): { title: Json | undefined; ui: Ui } {
  const meta = isObject(property) && isObject(property.meta) ? property.meta : {};
  const ui = isObject(meta.ui) ? meta.ui : {};
  return { title: meta.title, ui: { ...ui, ui_field: isObject(ui.ui_field) ? ui.ui_field : {} } };
}

function limitsOf(schema: JsonObject): ListLimits {
  return { minimum: number(schema.minItems) ?? 0, maximum: number(schema.maxItems) ?? Infinity };
}

function placeholderOf(schema: JsonObject): string {
  const example = Array.isArray(schema.examples) ? schema.examples[0] : undefined;
  return typeof example === 'string' || typeof example === 'number' ? String(example) : '';
}

/** `org_id` as "Org id" */
function titleOf(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function deeper({ root, depth }: Place): Place {
  return { root, depth: depth + 1 };
}

/** Objects can hold themselves, so each level is read when it is wanted. */
function once<Value>(read: () => Value): () => Value {
  let known: { value: Value } | undefined;
  return () => (known ??= { value: read() }).value;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function number(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
