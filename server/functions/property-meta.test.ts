import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import type { FunctionDefinition } from '#connectors/kit/connector.ts';
import { describeFields, propertiesWithMeta } from './property-meta.ts';

const $defs = {
  Size: { type: 'integer', description: 'How big' },
  Node: { type: 'object', properties: { size: { $ref: '#/$defs/Size' }, next: { $ref: '#/$defs/Node' } } },
};

function describeAll(properties: JsonObject, more: Partial<FunctionDefinition> = {}, required: string[] = []) {
  const parameters = { type: 'object', properties, required, $defs };
  const text = { name: 'crm-add', title: '', description: '' };
  const definition = { ...text, type: 'ACTION' as const, parameters, paged: false, idempotent: false, ...more };
  return propertiesWithMeta(parameters, { definition, publicUrl: 'https://our.example' }) as Record<string, Described>;
}

interface Described {
  [keyword: string]: unknown;
  properties: Record<string, Described>;
  items: { properties: Record<string, Described> };
  meta: { title: string; ui: { ui_field: { type: string; options: unknown } & JsonObject } & JsonObject } & JsonObject;
}

const describeOne = (schema: Json) => describeAll({ it: schema }).it!;
const fieldOf = (schema: Json) => describeOne(schema).meta.ui.ui_field;

describe('the meta of a parameter', () => {
  test('has every field that the client reads', () => {
    const schema = { type: 'string', title: 'Name', description: 'In full', default: 'Ann', examples: ['Bo'] };
    expect(describeAll({ it: schema }, {}, ['it']).it).toEqual({
      ...schema,
      meta: {
        title: 'Name',
        description_for_users: 'In full',
        is_required: true,
        ui: {
          placeholder: 'Bo',
          default_value: 'Ann',
          regex: null,
          regex_error_message: null,
          is_visible: true,
          depends_on: [],
          ui_field: { type: 'TEXTFIELD', is_multiselect: false },
        },
      },
    });
  });

  test('has a title of its own making, and what a reference leads to', () => {
    expect(describeAll({ org_id: { $ref: '#/$defs/Size' } }).org_id).toMatchObject({
      type: 'integer',
      meta: { title: 'Org id', description_for_users: 'How big', is_required: false },
    });
  });

  test.each<[string, Json, string[], string[]]>([
    ['its own pattern', { type: 'string', pattern: '^a' }, ['ab'], ['b']],
    ['one for whole numbers', { type: 'integer' }, ['0', '-12'], ['1.5', 'x', '']],
    ['one for numbers', { type: ['number', 'null'] }, ['0', '-1.5', '12'], ['1.', 'x']],
    ['one for lists of numbers', { type: 'array', items: { type: 'number' } }, ['1.5'], ['x']],
  ])('has %s', (_what, schema, good, bad) => {
    const { regex, regex_error_message } = describeAll({ it: schema }, {}, ['it']).it!.meta.ui;
    const pattern = new RegExp(String(regex));
    expect([...good, ...bad].filter((value) => pattern.test(value))).toEqual(good);
    expect(regex_error_message).toMatch(/\.$/);
  });

  test('hides the cursor', () => {
    const { next_page, it } = describeAll({ next_page: { type: 'string' }, it: {} }, { paged: true });
    expect([next_page!.meta.ui.is_visible, it!.meta.ui.is_visible]).toEqual([false, true]);
  });
});

describe('the input of a parameter', () => {
  const object: JsonObject = { type: 'object', properties: { a: { type: 'string' } } };

  test.each<[string, Json, string]>([
    ['text', { type: 'string' }, 'TEXTFIELD'],
    ['long text', { type: 'string', maxLength: 5_000 }, 'TEXTAREA'],
    ['a number', { type: 'number' }, 'TEXTFIELD'],
    ['a boolean or null', { type: ['boolean', 'null'] }, 'CHECKBOX'],
    ['anything', {}, 'TEXTFIELD'],
    ['a list of texts', { type: 'array', items: { type: 'string' } }, 'TEXTFIELD'],
    ['a list of texts, or null', { type: ['array', 'null'], items: { type: 'string' } }, 'TEXTAREA'],
    ['a list of anything', { type: 'array' }, 'TEXTAREA'],
    ['a list of lists', { type: 'array', items: { type: 'array' } }, 'TEXTAREA'],
    ['a list of objects', { type: 'array', items: object }, 'TEXTAREA'],
    ['an object', object, 'STANDARD_FIELDS'],
    ['an object that needs a property', { ...object, required: ['a'] }, 'TEXTAREA'],
    ['an object or null', { anyOf: [object, { type: 'null' }] }, 'TEXTAREA'],
    ['an object of no known properties', { type: 'object' }, 'TEXTAREA'],
    ['one of several', { enum: ['a', 'b'] }, 'STATIC_DROPDOWN'],
  ])('for %s', (_what, schema, type) => {
    expect(fieldOf(schema).type).toBe(type);
  });

  test.each<[string, Json, string]>([
    ['a list of objects', { type: 'array', items: object }, 'STANDARD_FIELDS'],
    ['an object that needs a property', { ...object, required: ['a'] }, 'STANDARD_FIELDS'],
    ['a list of texts', { type: 'array', items: { type: 'string' } }, 'TEXTFIELD'],
  ])('for %s that is required', (_what, schema, type) => {
    const { it } = describeAll({ it: schema }, {}, ['it']);
    expect(it).toMatchObject({
      type: (schema as JsonObject).type,
      meta: { ui: { ui_field: { type }, default_value: null } },
    });
  });

  test('is text to the client where it would send an empty list or object', () => {
    const empty = (schema: Json) => [describeOne(schema).type, describeOne(schema).meta.ui.default_value];
    expect(empty({ type: 'array', items: { type: 'string' } })).toEqual([['array'], null]);
    expect(empty({ type: 'array', items: { enum: ['a'] } })).toEqual([['array'], null]);
    expect(empty({ type: 'object' })).toEqual([['object'], null]);
    expect(empty(object)).toEqual(['object', {}]);
    expect(describeOne({ type: 'object' }).meta.ui.placeholder).toContain('JSON');
  });

  test.each<[string, Json, JsonObject[], boolean]>([
    [
      'names',
      { type: 'string', enum: ['a', 'b', null] },
      [
        { id: 'a', value: 'a' },
        { id: 'b', value: 'b' },
      ],
      false,
    ],
    [
      'numbers',
      { enum: [1, 2] },
      [
        { id: 1, value: '1' },
        { id: 2, value: '2' },
      ],
      false,
    ],
    [
      'titles',
      { oneOf: [{ const: 1, title: 'Low' }, { const: 2 }, { type: 'null' }] },
      [
        { id: 1, value: 'Low' },
        { id: 2, value: '2' },
      ],
      false,
    ],
    ['several', { type: 'array', items: { enum: ['a'] } }, [{ id: 'a', value: 'a' }], true],
    [
      'several or null',
      { anyOf: [{ type: 'array', items: { enum: ['a'] } }, { type: 'null' }] },
      [{ id: 'a', value: 'a' }],
      true,
    ],
    ['names or null', { anyOf: [{ enum: ['a'] }, { type: 'null' }] }, [{ id: 'a', value: 'a' }], false],
  ])('offers %s', (_what, schema, options, is_multiselect) => {
    expect(fieldOf(schema)).toEqual({ type: 'STATIC_DROPDOWN', options, is_multiselect });
  });

  test('does not offer one of two schemas as a choice', () => {
    expect(fieldOf({ anyOf: [{ const: 'a' }, { type: 'string' }] }).type).toBe('TEXTFIELD');
  });

  test('fetches choices from us, with what they depend on', () => {
    const { stage, labels } = describeAll(
      { pipeline: { type: 'integer' }, stage: { type: 'integer', enum: [1] }, labels: { type: 'array', items: {} } },
      {
        options: { stage: { dependsOn: ['pipeline'], searchable: true }, labels: { dependsOn: [], searchable: false } },
      },
    );
    expect(stage!.meta.ui).toMatchObject({
      depends_on: ['pipeline'],
      ui_field: {
        type: 'DYNAMIC_DROPDOWN',
        is_multiselect: false,
        option_key_path: 'value',
        value_key_path: 'id',
        data_source: {
          url: 'https://our.example/functions/crm-add/options/stage/',
          body: { pipeline: '{parameters.pipeline}' },
          query_params: {},
        },
      },
    });
    expect(labels!.meta.ui.ui_field).toMatchObject({ type: 'DYNAMIC_DROPDOWN', is_multiselect: true });
  });

  test('fetches fields from us', () => {
    const properties = { list: { type: 'string' }, 'a/b': { type: 'object', properties: {} } };
    const { 'a/b': fields } = describeAll(properties, { fields: { 'a/b': { dependsOn: ['list'] } } });
    expect(fields!.meta.ui).toMatchObject({
      depends_on: ['list'],
      ui_field: {
        type: 'CUSTOM_FIELDS',
        id_key_path: 'id',
        title_key_path: 'title',
        is_required_key_path: 'is_required',
        data_source: {
          url: 'https://our.example/functions/crm-add/fields/a%2Fb/',
          body: { list: '{parameters.list}' },
        },
      },
    });
  });
});

describe('what stands within a parameter', () => {
  test('has its meta too, one level deep, though it refers to itself', () => {
    const { node } = describeAll({ node: { $ref: '#/$defs/Node' } }, {}, ['size']);
    expect(node!.properties.size!.meta).toMatchObject({ title: 'Size', is_required: false });
    const next = node!.properties.next!;
    expect(next.meta.ui.ui_field.type).toBe('TEXTAREA');
    expect(next.properties).toEqual($defs.Node.properties);
  });

  test('has it in the entries of a list', () => {
    const { nodes } = describeAll({ nodes: { type: 'array', items: { $ref: '#/$defs/Node' } } });
    expect(nodes!.items.properties.size).toMatchObject({ type: 'integer', meta: { title: 'Size' } });
  });

  test('is said of every list, because the client fails without it', () => {
    expect(describeOne({ type: 'array' }).items).toEqual({});
  });

  test('does not take the choices of the parameter of the same name', () => {
    const nested = { type: 'object', properties: { it: { type: 'string' } } };
    const { outer } = describeAll({ outer: nested }, { options: { it: { dependsOn: [], searchable: false } } });
    expect(outer!.properties.it!.meta.ui.ui_field.type).toBe('TEXTFIELD');
  });
});

test('fetched fields are a schema with meta, and a list', () => {
  const schema = {
    type: 'object',
    properties: { Due: { type: 'string' }, Done: { type: 'boolean' } },
    required: ['Due'],
  };
  expect(describeFields(schema)).toMatchObject({
    parameters: { type: 'object', properties: { Due: { type: 'string', meta: { is_required: true } } } },
    output: [
      { id: 'Due', title: 'Due', type: 'TEXTFIELD', is_required: true },
      { id: 'Done', title: 'Done', type: 'CHECKBOX', is_required: false },
    ],
  });
  expect(describeFields({})).toEqual({ parameters: { properties: {} }, output: [] });
});
