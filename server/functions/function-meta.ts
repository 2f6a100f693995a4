import type { JsonObject } from '#bridge-protocol/json.ts';
import { dereference, typesOf } from './json-schema.ts';

const LONG_TEXT = 500;

/** How a form shows one parameter, in the fields that Integry's client reads. */
export function propertyMeta(name: string, property: JsonObject, isRequired: boolean, root: JsonObject): JsonObject {
  const schema = { ...dereference(property, root), ...property };
  return {
    title: typeof schema.title === 'string' ? schema.title : titleOf(name),
    description_for_users: typeof schema.description === 'string' ? schema.description : '',
    is_required: isRequired,
    ui: {
      placeholder: '',
      default_value: schema.default ?? null,
      regex: typeof schema.pattern === 'string' ? schema.pattern : null,
      regex_error_message: null,
      is_visible: true,
      depends_on: [],
      ui_field: uiField(schema, root),
    },
  };
}

function uiField(schema: JsonObject, root: JsonObject): JsonObject {
  const types = typesOf(schema, root);
  const items = dereference(schema.items, root);
  const isMultiselect = types?.has('array') === true && Array.isArray(items.enum);
  const choices = isMultiselect ? items.enum : schema.enum;
  if (Array.isArray(choices)) {
    const options = choices.map((value) => ({ id: value, value: String(value) }));
    return { type: 'STATIC_DROPDOWN', options, is_multiselect: isMultiselect };
  }
  if (types?.has('boolean')) return { type: 'CHECKBOX', is_multiselect: false };
  const isLong = types?.has('object') || types?.has('array') || Number(schema.maxLength ?? 0) > LONG_TEXT;
  return { type: isLong ? 'TEXTAREA' : 'TEXTFIELD', is_multiselect: false };
}

/** `org_id` as "Org id" */
function titleOf(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
