import type { FunctionFields } from '#bridge-protocol/entities/function-fields.ts';
import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import { allowsOnly, inlined, isObject, typesOf } from '#bridge-protocol/json-schema.ts';
import { dependenciesOf, uiField, type FormSource, type Place, type UiField } from './ui-field.ts';

const patterns: Readonly<Record<string, { regex: string; error: string }>> = {
  integer: { regex: '^-?\\d+$', error: 'Please enter a whole number.' },
  number: { regex: '^-?\\d+(\\.\\d+)?$', error: 'Please enter a number.' },
};

/** Inputs that have one for each property of an object */
const objectInputs: readonly string[] = ['STANDARD_FIELDS', 'CUSTOM_FIELDS'];

/** How a form shows one parameter, in the fields that Integry's client reads. */
type PropertyMeta = {
  title: string;
  description_for_users: string;
  is_required: boolean;
  ui: JsonObject & { ui_field: UiField };
};

interface DescribedProperty {
  name: string;
  schema: JsonObject;
  meta: PropertyMeta;
}

/**
 * A function's parameters with `meta` for each. Integry's client also reads that of the properties of an object and of
 * a list's objects, one level deep, and follows no reference.
 */
export function propertiesWithMeta(parameters: JsonObject, source: FormSource): JsonObject {
  return withMeta(describeProperties(parameters, parameters, source));
}

/** Fields that were fetched, as JSON Schema with `meta` and as a list. */
export function describeFields(schema: JsonObject): FunctionFields {
  const described = describeProperties(schema, schema, undefined);
  const output = described.map(({ name, meta: { title, is_required, ui } }) => ({
    id: name,
    title,
    type: ui.ui_field.type,
    is_required,
  }));
  return { parameters: { ...schema, properties: withMeta(described) }, output };
}

function withMeta(described: readonly DescribedProperty[]): JsonObject {
  return Object.fromEntries(described.map(({ name, schema, meta }) => [name, { ...schema, meta }]));
}

function describeProperties(parent: JsonObject, root: JsonObject, source: FormSource | undefined): DescribedProperty[] {
  const required = Array.isArray(parent.required) ? parent.required : [];
  const properties = Object.entries(isObject(parent.properties) ? parent.properties : {});
  return properties.flatMap(([name, property]) => {
    if (!isObject(property)) return [];
    const inline = inlined(property, root);
    const place = { root, source, isRequired: required.includes(name) };
    const field = uiField(name, inline, place);
    const schema = source
      ? { ...inline, ...typeInForm(inline, field, place), ...describeNested(inline, root) }
      : inline;
    return [{ name, schema, meta: propertyMeta(name, schema, field, place) }];
  });
}

/**
 * The type, as a list of one where the client would not get it right: it sends `{title: ""}` or `[]` for an object or a
 * list that was left empty, unless it has inputs for it. Of other types it sends the text, and none where there is none.
 */
function typeInForm({ type }: JsonObject, field: UiField, { isRequired }: Place): JsonObject {
  if (type !== 'object' && type !== 'array') return {};
  const hasInputs = objectInputs.includes(field.type) || (type === 'array' && field.type === 'TEXTFIELD' && isRequired);
  return hasInputs ? {} : { type: [type] };
}

function describeNested(schema: JsonObject, root: JsonObject): JsonObject {
  if (isObject(schema.properties)) return { properties: withMeta(describeProperties(schema, root, undefined)) };
  if (schema.type !== 'array') return {};
  // The client fails at a list that does not say what it is of.
  const items = isObject(schema.items) ? inlined(schema.items, root) : {};
  const properties = withMeta(describeProperties(items, root, undefined));
  return { items: isObject(items.properties) ? { ...items, properties } : items };
}

function propertyMeta(name: string, schema: JsonObject, field: UiField, place: Place): PropertyMeta {
  return {
    title: typeof schema.title === 'string' ? schema.title : titleOf(name),
    description_for_users: typeof schema.description === 'string' ? schema.description : '',
    is_required: place.isRequired,
    ui: {
      placeholder: placeholderOf(schema),
      default_value: defaultOf(schema, field, place),
      ...patternOf(schema, place.root),
      is_visible: !(name === 'next_page' && place.source?.definition.paged),
      depends_on: [...dependenciesOf(name, place.source)],
      ui_field: field,
    },
  };
}

/** What has inputs of its own starts as `{}`, because the client makes `{title: ""}` of an object that was left empty. */
function defaultOf(schema: JsonObject, field: UiField, { isRequired }: Place): Json {
  const isObjectWithInputs = schema.type === 'object' && objectInputs.includes(field.type);
  return schema.default ?? (isObjectWithInputs && !isRequired ? {} : null);
}

function patternOf(schema: JsonObject, root: JsonObject): JsonObject {
  if (typeof schema.pattern === 'string') {
    return { regex: schema.pattern, regex_error_message: `Has to match the pattern ${schema.pattern}.` };
  }
  // Without one, the client lets no number through that is negative or has decimals.
  const typed = schema.type === 'array' && isObject(schema.items) ? schema.items : schema;
  const types = typesOf(typed, root);
  const type = ['integer', 'number'].find((one) => allowsOnly(types, one));
  const pattern = type === undefined ? undefined : patterns[type];
  return { regex: pattern?.regex ?? null, regex_error_message: pattern?.error ?? null };
}

function placeholderOf(schema: JsonObject): string {
  const example: Json | undefined = Array.isArray(schema.examples) ? schema.examples[0] : undefined;
  if (typeof example === 'string' || typeof example === 'number') return String(example);
  const [type] = Array.isArray(schema.type) ? schema.type : [];
  if (type === 'array') return 'One value, or JSON: ["one", "two"]';
  return type === 'object' ? 'JSON: {"name": "value"}' : '';
}

/** `org_id` as "Org id" */
function titleOf(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
