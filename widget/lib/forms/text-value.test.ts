import { describe, expect, test } from 'vitest';
import { language } from '../language/language.svelte.ts';
import type { Field, Input } from './field.ts';
import { isOdd, problemOfText, textOf, valueOfText, type TextField } from './text-value.ts';

const limits = { minimum: undefined, maximum: undefined, exclusiveMinimum: undefined, exclusiveMaximum: undefined };

function field(input: Partial<Extract<Input, { kind: 'text' | 'number' | 'any' | 'json' }>>): TextField {
  const notes = { name: 'x', title: 'X', description: '', isRequired: false, isNullable: false, placeholder: '' };
  return { ...notes, preset: undefined, ...input } as Field as TextField;
}

const text = field({ kind: 'text', format: 'text', minLength: 2, maxLength: 3, pattern: '^a' });
const integer = field({ kind: 'number', isInteger: true, ...limits, minimum: 0, exclusiveMaximum: 10 });
const number = field({ kind: 'number', isInteger: false, ...limits });
const json = field({ kind: 'json', types: ['array'] });
const any = field({ kind: 'any' });
const time = field({ kind: 'text', format: 'date-time' });

describe('what was typed', () => {
  test.each([
    [text, ' a ', ' a '],
    [text, '  ', undefined],
    [integer, '0', 0],
    [number, '-12.50', -12.5],
    [number, '1e3', 1000],
    [number, '012', '012'],
    [integer, '12345678901234567890', '12345678901234567890'],
    [json, '[1]', [1]],
    [json, '[1', '[1'],
    [any, '5', '5'],
    [any, '{"a": 1}', { a: 1 }],
    [any, '{name}', '{name}'],
    [field({ kind: 'text', format: 'email' }), ' a@b ', 'a@b'],
    [time, '2027-03-01T10:00', new Date('2027-03-01T10:00').toISOString()],
  ] as const)('%o: %j is %j', (of, typed, value) => {
    expect(valueOfText(of, typed)).toEqual(value);
  });

  test.each([
    [text, 'abcd', 'Use at most 3 characters; it has 4.'],
    [text, 'a', 'Use at least 2 characters.'],
    [text, '🙂🙂🙂', 'Has to match the pattern ^a.'],
    [text, 'ab', undefined],
    [integer, '1.5', 'Enter a whole number.'],
    [integer, 'ten', 'Enter a whole number.'],
    [integer, '-1', 'Enter 0 or more.'],
    [integer, '10', 'Enter less than 10.'],
    [number, '1,5', 'Enter a number, such as 12.5.'],
    [json, '{', 'This is not valid JSON.'],
    [json, '{}', 'Enter a JSON list, such as ["one", "two"].'],
    [json, '[]', undefined],
    [field({ kind: 'text', format: 'email' }), 'a', 'Enter an e-mail address, such as name@example.com.'],
    [field({ kind: 'text', format: 'uri' }), 'a', 'Enter the whole address, such as https://example.com.'],
    [field({ kind: 'text', format: 'text', pattern: '(' }), 'a', undefined],
  ] as const)('%o: %j: %s', (of, typed, problem) => {
    expect(problemOfText(of, typed)).toBe(problem);
  });
});

test('a point in time is shown in the zone of the user, and one that is none as it is', () => {
  const local = '2027-03-01T10:30';
  expect(textOf(time, new Date(local).toISOString())).toBe(local);
  expect(textOf(time, '{{later}}')).toBe('{{later}}');
  expect([isOdd(time, '{{later}}'), isOdd(time, '2027-03-01T10:30:00Z'), isOdd(text, 'a')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a number may be written with the comma of the language, and with the point of every other', () => {
  language.locale = 'de';
  expect([valueOfText(number, '1,5'), valueOfText(number, '1.5'), valueOfText(number, '1,5,2')]).toEqual([
    1.5,
    1.5,
    '1,5,2',
  ]);
  language.locale = 'en';
  expect(valueOfText(number, '1,5')).toBe('1,5');
});
