import { choicesOf } from '#bridge-protocol/choices.ts';
import type { FunctionOption } from '#bridge-protocol/entities/function-options.ts';
import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import type { FunctionDefinition } from '#connectors/kit/connector.ts';
import { allowsOnly, branchesOf, dereference, inlined, isObject, typesOf } from '#bridge-protocol/json-schema.ts';

const LONG_TEXT = 500;

/** The function whose form it is, and where the form fetches choices and fields from. */
export interface FormSource {
  definition: FunctionDefinition;
  /** Without a slash at its end */
  publicUrl: string;
}

/** Where an input of a form stands. */
export interface Place {
  /** What `$ref` leads into */
  root: JsonObject;
  /** Undefined within another parameter: the client then has no use for choices, nor for further nesting */
  source: FormSource | undefined;
  isRequired: boolean;
}

export type UiField = JsonObject & { type: string };

/** Which input Integry's form shows for a parameter, in the fields that it reads. `schema` has no `$ref` of its own. */
export function uiField(name: string, schema: JsonObject, place: Place): UiField {
  const { root, source } = place;
  const types = typesOf(schema, root);
  const items = allowsOnly(types, 'array') ? itemsOf(schema, root) : undefined;
  const dynamic = source && fetchedField(name, source, items !== undefined);
  if (dynamic) return dynamic;
  const choices = choicesOf(items ?? schema, root)?.map(({ value, title }): FunctionOption => ({
    id: value,
    value: title,
  }));
  if (choices) return { type: 'STATIC_DROPDOWN', options: choices, is_multiselect: items !== undefined };
  if (allowsOnly(types, 'boolean')) return { type: 'CHECKBOX', options: yesOrNo, is_multiselect: false };
  return { type: typedIn(schema, items, place), is_multiselect: false };
}

/** The parameters that an input has to wait for. */
export function dependenciesOf(name: string, source: FormSource | undefined): readonly string[] {
  return (
    ownEntry(source?.definition.options, name)?.dependsOn ?? ownEntry(source?.definition.fields, name)?.dependsOn ?? []
  );
}

const yesOrNo = [
  { id: true, value: 'Yes' },
  { id: false, value: 'No' },
];

function fetchedField(name: string, source: FormSource, isMultiselect: boolean): UiField | undefined {
  if (ownEntry(source.definition.options, name)) {
    return {
      type: 'DYNAMIC_DROPDOWN',
      options: [],
      is_multiselect: isMultiselect,
      option_key_path: 'value',
      value_key_path: 'id',
      data_source: dataSource('options', name, source),
    };
  }
  if (!ownEntry(source.definition.fields, name)) return undefined;
  return {
    type: 'CUSTOM_FIELDS',
    is_multiselect: false,
    id_key_path: 'id',
    title_key_path: 'title',
    type_key_path: 'type',
    is_required_key_path: 'is_required',
    data_source: dataSource('fields', name, source),
  };
}

/** The client posts the body with the values of other parameters in place of `{parameters.name}`. */
function dataSource(kind: 'options' | 'fields', name: string, source: FormSource): JsonObject {
  const dependencies = dependenciesOf(name, source);
  return {
    url: `${source.publicUrl}/functions/${source.definition.name}/${kind}/${encodeURIComponent(name)}/`,
    body: Object.fromEntries(dependencies.map((parent) => [parent, `{parameters.${parent}}`])),
    query_params: {},
  };
}

/**
 * What is typed in: on one line, on several, or in inputs of its own for each property. The client takes apart only
 * what says outright that it is an object or a list, and then sends `{}` or `[]` where it was left empty. One that need
 * not be there is taken apart only where that does no harm: an update would delete a list, and `{}` may lack something.
 */
function typedIn(schema: JsonObject, items: JsonObject | undefined, { root, source, isRequired }: Place): string {
  const object = schema.type === 'array' ? items : schema;
  const mayBeEmpty = isRequired || (object === schema && !hasEntries(schema.required));
  const isTakenApart = object?.type === 'object' && hasEntries(object.properties) && mayBeEmpty;
  if (source && isTakenApart) return 'STANDARD_FIELDS';
  if (schema.type === 'array' && items && isScalar(items, root)) return 'TEXTFIELD';
  const types = typesOf(schema, root);
  const isLong = types?.has('object') || types?.has('array') || Number(schema.maxLength ?? 0) > LONG_TEXT;
  return isLong ? 'TEXTAREA' : 'TEXTFIELD';
}

function hasEntries(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function isScalar(schema: JsonObject, root: JsonObject): boolean {
  return allowsOnly(typesOf(schema, root), 'string', 'number', 'integer', 'boolean');
}

/** The schema of a list's entries, where the list may be null too. */
function itemsOf(schema: JsonObject, root: JsonObject): JsonObject {
  const list = [schema, ...(branchesOf(schema) ?? []).map((branch) => dereference(branch, root))];
  const items = list.find((one) => isObject(one.items))?.items;
  return isObject(items) ? inlined(items, root) : {};
}

function ownEntry<Entry>(table: Readonly<Record<string, Entry>> | undefined, name: string): Entry | undefined {
  return table && Object.hasOwn(table, name) ? table[name] : undefined;
}
