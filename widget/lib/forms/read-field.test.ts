import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#bridge-protocol/json.ts';
import { readFields } from './read-field.ts';

const fieldOf = (schema: JsonObject, root: JsonObject = {}) =>
  readFields({ type: 'object', properties: { x: schema }, ...root })[0]!;

describe('the input of a schema', () => {
  test.each([
    [{ type: 'string' }, { kind: 'text', format: 'text' }],
    [
      { type: 'string', maxLength: 4000 },
      { kind: 'text', format: 'lines' },
    ],
    [
      { type: 'string', meta: { ui: { ui_field: { type: 'TEXTAREA' } } } },
      { kind: 'text', format: 'lines' },
    ],
    [
      { type: 'string', format: 'date' },
      { kind: 'text', format: 'date' },
    ],
    [
      { type: ['string', 'null'], format: 'date-time' },
      { kind: 'text', format: 'date-time', isNullable: true },
    ],
    [
      { type: 'string', format: 'email' },
      { kind: 'text', format: 'email' },
    ],
    [
      { type: 'string', writeOnly: true },
      { kind: 'text', format: 'secret' },
    ],
    [
      { type: 'string', contentEncoding: 'base64' },
      { kind: 'file', shape: 'text' },
    ],
    [
      { type: 'integer', minimum: 1 },
      { kind: 'number', isInteger: true, minimum: 1 },
    ],
    [{ type: ['integer', 'number'] }, { kind: 'number', isInteger: false }],
    [{ type: 'boolean' }, { kind: 'boolean' }],
    [
      { enum: ['a', null, 2] },
      {
        kind: 'choice',
        options: [
          { value: 'a', title: 'a' },
          { value: 2, title: '2' },
        ],
      },
    ],
    [{ oneOf: [{ const: 1, title: 'One' }] }, { kind: 'choice', options: [{ value: 1, title: 'One' }] }],
    [
      { type: 'array', items: { enum: ['a'] }, maxItems: 2 },
      { kind: 'choice', isMultiple: true, limits: { maximum: 2 } },
    ],
    [{ type: ['array'], items: { type: 'string' } }, { kind: 'list' }],
    [{ type: 'object', properties: { a: { type: 'string' } } }, { kind: 'group' }],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, { kind: 'map' }],
    [
      { type: 'object', properties: { base64: { type: 'string', contentEncoding: 'base64' } } },
      { kind: 'file', shape: 'object' },
    ],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, { kind: 'number', isNullable: true }],
    [{ oneOf: [{ type: 'string', title: 'Text' }, { type: 'array' }] }, { kind: 'alternatives' }],
    [{ allOf: [{ type: 'object', properties: { a: {} } }, { properties: { b: {} } }] }, { kind: 'group' }],
    [{}, { kind: 'any' }],
    [{ type: ['integer', 'boolean'] }, { kind: 'json', types: ['integer', 'boolean'] }],
    [
      { type: 'string', meta: { ui: { depends_on: ['base'], ui_field: { type: 'DYNAMIC_DROPDOWN' } } } },
      { kind: 'liveChoice', isMultiple: false, dependsOn: ['base'] },
    ],
    [
      { type: 'object', meta: { ui: { depends_on: ['table'], ui_field: { type: 'CUSTOM_FIELDS' } } } },
      { kind: 'liveGroup', dependsOn: ['table'] },
    ],
  ] as [JsonObject, object][])('%j', (schema, expected) => {
    expect(fieldOf(schema)).toMatchObject(expected);
  });

  test('has the title, the description and the preset of its schema', () => {
    const schema = { type: 'string', title: 'Org', description: 'Which one', default: 'a', examples: ['b'] };
    const notes = { name: 'x', title: 'Org', description: 'Which one', preset: 'a', placeholder: 'b' };
    expect(fieldOf(schema)).toMatchObject({ ...notes, isRequired: false });
    expect(readFields({ properties: { org_id: { type: 'string' } }, required: ['org_id'] })[0]).toMatchObject({
      title: 'Org id',
      isRequired: true,
    });
  });

  test('that no form shows is left out', () => {
    expect(readFields({ properties: { next_page: { meta: { ui: { is_visible: false } } } } })).toEqual([]);
  });

  test('follows references, and ends where an object holds itself', () => {
    const field = fieldOf(
      { $ref: '#/$defs/node' },
      { $defs: { node: { type: 'object', properties: { child: { $ref: '#/$defs/node' } } } } },
    );
    const kinds: string[] = [];
    for (let current = field; current; current = (current.kind === 'group' ? current.fields()[0] : undefined)!) {
      kinds.push(current.kind);
    }
    expect(kinds).toEqual([...Array(6).fill('group'), 'json']);
  });

  test('of an allOf that holds itself comes to an end', () => {
    expect(fieldOf({ $ref: '#/$defs/a' }, { $defs: { a: { allOf: [{ $ref: '#/$defs/a' }] } } }).kind).toBe('any');
  });
});
