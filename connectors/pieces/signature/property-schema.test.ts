import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Json } from '#connectors/kit/json.ts';
import { property } from '#connectors/testing/piece-description.ts';
import { parametersSchema, plainText } from './property-schema.ts';

const ajv = new Ajv2020({ strict: true, strictTypes: false });
const options = [
  { label: 'First', value: 'a' },
  { label: 'Second', value: 2 },
];
const schemaOf = (type: string, rest: Parameters<typeof property>[2] = {}) =>
  (parametersSchema([property('it', type, rest)]).properties as Record<string, object>).it;

describe('the schema of a property', () => {
  const samples: [type: string, good: Json, bad: Json][] = [
    ...['SHORT_TEXT', 'LONG_TEXT', 'SECRET_TEXT', 'DATE_TIME', 'COLOR'].map((type): [string, Json, Json] => [
      type,
      'text',
      1,
    ]),
    ['NUMBER', 1.5, '1'],
    ['CHECKBOX', false, 'no'],
    ['OBJECT', { any: 1 }, []],
    ['DYNAMIC', { any: 1 }, 'x'],
    ['MULTI_SELECT_DROPDOWN', ['a', 1], 'a'],
    ['ARRAY', [1, 'a', {}], {}],
    ['FILE', { base64: 'aGk=', filename: 'a.txt' }, { filename: 'a.txt' }],
  ];
  it.each(samples)('%s takes %j and refuses %j', (type, good, bad) => {
    const validate = ajv.compile(parametersSchema([property('it', type)]));
    expect(validate({ it: good })).toBe(true);
    expect(validate({ it: bad })).toBe(false);
  });

  it.each(['DROPDOWN', 'JSON', 'A_KIND_OF_LATER'])('%s takes whatever the piece takes', (type) => {
    expect(schemaOf(type)).toEqual({ title: 'It' });
  });

  it('of a fixed choice names each value, as its type and with its title', () => {
    expect(schemaOf('STATIC_DROPDOWN', { options })).toEqual({
      title: 'It',
      oneOf: [
        { const: 'a', title: 'First' },
        { const: 2, title: 'Second' },
      ],
    });
    expect(schemaOf('STATIC_MULTI_SELECT_DROPDOWN', { options: [{ label: 'A4', value: 'A4' }] })).toEqual({
      title: 'It',
      type: 'array',
      items: { enum: ['A4'] },
    });
    expect(schemaOf('STATIC_DROPDOWN', { options: [{ label: 'Nothing' }] })).toEqual({ title: 'It' });
  });

  it('of a list of groups is that of each group', () => {
    const properties = [property('name', 'SHORT_TEXT', { required: true }), property('file', 'FILE')];
    const validate = ajv.compile(parametersSchema([property('rows', 'ARRAY', { properties })]));
    expect(validate({ rows: [{ name: 'a', file: { base64: '' } }] })).toBe(true);
    expect(validate({ rows: [{ file: { base64: '' } }] })).toBe(false);
    expect(validate({ rows: [{ name: 'a', other: 1 }] })).toBe(false);
  });

  it('has the piece’s words as text, and a title in any case', () => {
    expect(schemaOf('SHORT_TEXT', { description: 'See **the** [docs](https://example.com/a) and `this`' })).toEqual({
      title: 'It',
      description: 'See the docs (https://example.com/a) and this',
      type: 'string',
    });
    expect(parametersSchema([property('org_id', 'NUMBER')]).properties).toMatchObject({ org_id: { title: 'Org id' } });
    expect(plainText('## Heading\n\n  text  \n')).toBe('Heading\ntext');
  });
});

describe('the parameters of an action', () => {
  it('are required only where neither a default nor nothing would do', () => {
    const required = { required: true };
    const schema = parametersSchema([
      property('text', 'SHORT_TEXT', required),
      property('withDefault', 'NUMBER', { required: true, defaultValue: 0 }),
      property('box', 'CHECKBOX', required),
      property('group', 'DYNAMIC', required),
      property('optional', 'SHORT_TEXT'),
    ]);
    expect(schema.required).toEqual(['text']);
    expect(schema.properties).toMatchObject({ withDefault: { default: 0 } });
  });

  it('leave out what only explains, and refuse what is none of them', () => {
    const schema = parametersSchema([property('hint', 'MARKDOWN', { required: true })]);
    expect(schema).toMatchObject({ properties: {}, required: [], additionalProperties: false });
  });
});
