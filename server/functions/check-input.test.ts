import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import type { FunctionDefinition } from '#connectors/kit/connector.ts';
import { checkInput, checkPartOfInput } from './check-input.ts';

const missing = 'This parameter is required and must not be null or empty';

function definitionOf(parameters: JsonObject, more: Partial<FunctionDefinition> = {}): FunctionDefinition {
  const text = { title: '', description: '' };
  return { name: 'x-y', ...text, type: 'ACTION', parameters, paged: false, idempotent: false, ...more };
}

const person = definitionOf({
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    age: { type: 'integer', minimum: 0 },
    score: { type: ['number', 'null'] },
    active: { type: 'boolean', default: true },
    colour: { enum: ['red', 'green'] },
    email: { type: 'string', format: 'email' },
    tags: { type: 'array', items: { type: 'integer' } },
    address: { $ref: '#/$defs/Address' },
    any: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] },
    either: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
  },
  required: ['name'],
  additionalProperties: false,
  $defs: {
    Address: { type: 'object', properties: { number: { type: 'integer' } }, required: ['number'] },
  },
});

describe('what a call passes', () => {
  test.each<[string, JsonObject, JsonObject]>([
    [
      'text for numbers and booleans',
      { age: '5', score: '1.5', active: 'false' },
      { age: 5, score: 1.5, active: false },
    ],
    [
      'text in lists and in objects',
      { tags: ['1', 2], address: { number: '7' } },
      { tags: [1, 2], address: { number: 7 } },
    ],
    ['text for one of several types', { any: 'true', either: '5' }, { any: true, either: '5' }],
    ['false, 0 and null', { active: false, age: 0, score: null }, { active: false, age: 0, score: null }],
  ])('%s arrive as the signature says', (_what, params, expected) => {
    expect(checkInput(person, { name: 'Ann', ...params })).toEqual({ input: { name: 'Ann', ...expected } });
  });

  test('defaults are not put in, and absent values stay absent', () => {
    expect(checkInput(person, { name: 'Ann', age: undefined })).toEqual({ input: { name: 'Ann' } });
  });

  test('a number that a double cannot hold is not rounded', () => {
    expect(checkInput(person, { name: 'Ann', age: '9007199254740993' })).toEqual({
      problems: { age: 'Has to be of type integer.' },
    });
  });
});

describe('a value of another type than the signature’s', () => {
  const one = (schema: Json, value: Json) => {
    const definition = definitionOf({ type: 'object', properties: { it: schema }, $defs: { Id: { type: 'integer' } } });
    const checked = checkInput(definition, { it: value });
    return 'input' in checked ? checked.input.it : checked.problems;
  };
  const list = { type: 'array', items: { type: 'integer' } };
  const object = { type: 'object', properties: { size: { type: 'integer' } } };
  const string = { type: 'string' };
  const nullable = (schema: Json) => ({ anyOf: [schema, { type: 'null' }] });

  test.each<[string, Json, Json, Json]>([
    ['a number as text', string, 5, '5'],
    ['a decimal as text', string, -1.25, '-1.25'],
    ['a number as text or null', { type: ['string', 'null'] }, 0, '0'],
    ['a number as one of several texts', { enum: ['1', '2'] }, 2, '2'],
    ['text as one of several numbers', { enum: [1, 2] }, '2', 2],
    ['text as a titled number', { oneOf: [{ const: 1, title: 'Low' }, { const: 2 }] }, '2', 2],
    ['a checkbox', { type: 'boolean' }, '1', true],
    ['an empty checkbox', { type: 'boolean' }, '0', false],
    ['an entry as a list', list, 5, [5]],
    ['an entry of another type as a list', list, '5', [5]],
    ['an object as a list', { type: 'array', items: object }, { size: '5' }, [{ size: 5 }]],
    ['false as a list', { type: 'array', items: { type: 'boolean' } }, false, [false]],
    ['text in brackets as a list', { type: 'array', items: string }, '[draft]', ['[draft]']],
    ['JSON as a list', list, ' [1, "2"]', [1, 2]],
    ['JSON of an entry as a list', { type: 'array', items: object }, '{"size":"5"}', [{ size: 5 }]],
    ['JSON as an object', object, '{"size": "5"}', { size: 5 }],
    ['JSON as an object or null', nullable(object), '{"size": "5"}', { size: 5 }],
    ['text as a nullable reference', nullable({ $ref: '#/$defs/Id' }), '5', 5],
    ['an entry as a nullable list', nullable(list), '5', [5]],
  ])('is made %s', (_what, schema, value, expected) => {
    expect(one(schema, value)).toEqual(expected);
  });

  test.each<[string, Json, Json]>([
    ['a date', { type: 'string', format: 'date' }, '2026-11-25'],
    ['a date with its time', { type: 'string', format: 'date-time' }, '2026-11-25T12:00:00Z'],
    ['text that looks like a number', string, '007'],
    ['text that looks like JSON', string, '{"a":1}'],
    ['text where a number would do too', { type: ['string', 'number'] }, '5'],
    ['a number where text would do too', { type: ['string', 'number'] }, 5],
    ['JSON where text would do too', { type: ['string', 'object'] }, '{}'],
    ['an entry where no list is needed', { type: ['array', 'integer'] }, 5],
    ['anything where the type is open', {}, '5'],
    ['false', { type: ['boolean', 'string'] }, false],
    ['0', { type: 'number' }, 0],
    ['empty text', string, ''],
    ['null', nullable(list), null],
    ['an empty list', list, []],
  ])('is not made of %s', (_what, schema, value) => {
    expect(one(schema, value)).toEqual(value);
  });

  test.each<[string, Json, Json]>([
    ['a number that has two spellings', string, 1e21],
    ['a number that a double does not hold', string, 2 ** 53],
    ['a number for a date', { type: 'string', format: 'date-time' }, 1764072000],
    ['a boolean for text', string, true],
    ['empty text for a list', list, ''],
    ['JSON of a list for an object', object, '[]'],
    ['broken JSON for an object', object, '{"size":'],
    ['JSON with a prototype', object, '{"__proto__":{"size":1}}'],
    ['JSON that is too deep', object, `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['"yes" for a checkbox', { type: 'boolean' }, 'yes'],
    ['"1" where it could be a number or a boolean', { type: ['boolean', 'object'] }, '1'],
  ])('is refused: %s', (_what, schema, value) => {
    expect(one(schema, value)).toEqual({ it: expect.stringMatching(/^Has to be|^Fits none/) });
  });
});

describe('a parameter whose properties have to be fetched', () => {
  const parameters = {
    type: 'object',
    properties: { list: { type: 'string' }, fields: { type: 'object', properties: {}, additionalProperties: false } },
    required: ['list'],
    additionalProperties: false,
  };
  const dynamic = definitionOf(parameters, { fields: { fields: { dependsOn: ['list'] }, more: { dependsOn: [] } } });

  test('is an object with any', () => {
    const params = { list: 'a', fields: { Name: 'x', Size: 5 }, more: '{"a":1}' };
    expect(checkInput(dynamic, params)).toEqual({ input: { ...params, more: { a: 1 } } });
  });

  test('is an object all the same', () => {
    expect(checkInput(dynamic, { list: 'a', fields: 'x' })).toEqual({
      problems: { fields: 'Has to be of type object.' },
    });
  });

  test('is asked for with valid values of what it depends on', () => {
    expect(checkPartOfInput(dynamic, ['list'], { list: 5, other: 1 })).toEqual({ input: { list: '5' } });
    expect(checkPartOfInput(dynamic, ['list'], { list: '' })).toEqual({ problems: { list: missing } });
    expect(checkPartOfInput(dynamic, ['list'], { list: true })).toEqual({
      problems: { list: 'Has to be of type string.' },
    });
    expect(checkPartOfInput(dynamic, ['fields'], {})).toEqual({ input: {} });
    expect(checkPartOfInput(dynamic, ['constructor'], {})).toEqual({ input: {} });
  });
});

describe('what is wrong is said by parameter', () => {
  test.each<[string, JsonObject, Record<string, string>]>([
    ['a missing one', {}, { name: missing }],
    ['null for a required one', { name: null }, { name: missing }],
    ['nothing for a required one', { name: '' }, { name: missing }],
    ['null for another one', { name: 'Ann', age: null }, { age: 'Has to be of type integer.' }],
    ['a wrong type', { name: 'Ann', age: 'five' }, { age: 'Has to be of type integer.' }],
    ['blank text for a number', { name: 'Ann', age: '' }, { age: 'Has to be of type integer.' }],
    ['out of range', { name: 'Ann', age: -1 }, { age: 'Has to be >= 0.' }],
    ['not one of the choices', { name: 'Ann', colour: 'blue' }, { colour: 'Has to be one of: red, green.' }],
    ['a wrong format', { name: 'Ann', email: 'ann' }, { email: 'Has to be a valid email.' }],
    ['an unknown one', { name: 'Ann', nmae: 1 }, { nmae: 'There is no such parameter.' }],
    ['a list entry', { name: 'Ann', tags: [1, 'x'] }, { 'tags.1': 'Has to be of type integer.' }],
    ['a nested one', { name: 'Ann', address: {} }, { 'address.number': missing }],
    ['no alternative', { name: 'Ann', any: 'x' }, { any: 'Fits none of the forms this parameter can have.' }],
    ['several at once', { age: -1 }, { name: missing, age: 'Has to be >= 0.' }],
  ])('%s', (_what, params, problems) => {
    expect(checkInput(person, params)).toEqual({ problems });
  });

  test('a schema that refers to itself is followed only as deep as the value', () => {
    const tree = definitionOf({
      type: 'object',
      properties: { root: { $ref: '#/$defs/Node' } },
      $defs: { Node: { type: 'object', properties: { size: { type: 'integer' }, child: { $ref: '#/$defs/Node' } } } },
    });
    expect(checkInput(tree, { root: { size: '1', child: { size: '2' } } })).toEqual({
      input: { root: { size: 1, child: { size: 2 } } },
    });
  });

  test('a schema that is none is the connector’s fault', () => {
    const broken = definitionOf({ type: 'object', properties: { a: { type: 'strnig' } } });
    expect(() => checkInput(broken, {})).toThrow(expect.objectContaining({ code: 'invalid_connector' }));
  });

  test.each<JsonObject>([
    { allOf: [{ $ref: '#/$defs/Self' }] },
    { anyOf: [{ $ref: '#/$defs/Self' }, { type: 'null' }] },
  ])('of a signature that refers to itself without an end is told to the operator: %j', (Self) => {
    const endless = definitionOf({ type: 'object', properties: { a: { $ref: '#/$defs/Self' } }, $defs: { Self } });
    expect(() => checkInput(endless, { a: '1' })).toThrow(expect.objectContaining({ code: 'invalid_connector' }));
  });
});
