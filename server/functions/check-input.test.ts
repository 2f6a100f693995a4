import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { FunctionDefinition } from '#connectors/kit/connector.ts';
import { checkInput } from './check-input.ts';

function definitionOf(parameters: JsonObject): FunctionDefinition {
  const text = { title: '', description: '' };
  return { name: 'x-y', ...text, type: 'ACTION', parameters, paged: false, idempotent: false };
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

describe('what is wrong is said by parameter', () => {
  test.each<[string, JsonObject, Record<string, string>]>([
    ['a missing one', {}, { name: 'This parameter is required.' }],
    ['null', { name: null }, { name: 'Has to be of type string.' }],
    ['a wrong type', { name: 'Ann', age: 'five' }, { age: 'Has to be of type integer.' }],
    ['blank text for a number', { name: 'Ann', age: '' }, { age: 'Has to be of type integer.' }],
    ['out of range', { name: 'Ann', age: -1 }, { age: 'Has to be >= 0.' }],
    ['not one of the choices', { name: 'Ann', colour: 'blue' }, { colour: 'Has to be one of: red, green.' }],
    ['a wrong format', { name: 'Ann', email: 'ann' }, { email: 'Has to be a valid email.' }],
    ['an unknown one', { name: 'Ann', nmae: 1 }, { nmae: 'There is no such parameter.' }],
    ['a list entry', { name: 'Ann', tags: [1, 'x'] }, { 'tags.1': 'Has to be of type integer.' }],
    ['a nested one', { name: 'Ann', address: {} }, { 'address.number': 'This parameter is required.' }],
    ['no alternative', { name: 'Ann', any: 'x' }, { any: 'Fits none of the forms this parameter can have.' }],
    ['several at once', { age: -1 }, { name: 'This parameter is required.', age: 'Has to be >= 0.' }],
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
});
