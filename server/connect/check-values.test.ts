import { expect, test } from 'vitest';
import type { AuthFieldDefinition, FieldsScheme } from '#connectors/kit/connector.ts';
import { checkValues } from './check-values.ts';

function scheme(...fields: (Partial<AuthFieldDefinition> & { name: string })[]): FieldsScheme {
  const full = fields.map((field) => ({ title: field.name, type: 'text' as const, required: true, ...field }));
  return { type: 'custom', name: 'form', title: 'Form', fields: full };
}

const token = scheme({ name: 'token', type: 'secret' });
const region = scheme({ name: 'region', type: 'select', options: [{ value: 'eu', title: 'Europe' }] });
const address = scheme({ name: 'address', type: 'url' });
const key = scheme({ name: 'key', pattern: '[a-z]+|[0-9]+' });

test.each([
  [token, { token: 'abc' }],
  [token, { token: ' a b ' }],
  [token, { token: 'ключ ✓' }],
  [token, { token: 'x'.repeat(10_240) }],
  [region, { region: 'eu' }],
  [address, { address: 'https://crm.example.com/base' }],
  [key, { key: 'abc' }],
  [key, { key: '123' }],
])('%# what fits is kept as it is', (fields, values) => {
  expect(checkValues(fields, values)).toEqual(values);
});

test('empty optional values are left out', () => {
  const optional = scheme({ name: 'a', required: false }, { name: 'b', required: false });
  expect(checkValues(optional, { a: '' })).toEqual({});
  expect(checkValues(optional, { b: 'x' })).toEqual({ b: 'x' });
});

test.each([
  ['nothing', token, {}],
  ['an empty text', token, { token: '' }],
  ['spaces', token, { token: '   ' }],
  ['an unknown field', token, { token: 'a', other: 'b' }],
  ['a field of the prototype', token, { token: 'a', constructor: 'b' }],
  ['a line break', token, { token: 'a\nX-Evil: 1' }],
  ['a carriage return', token, { token: 'a\r' }],
  ['a NUL', token, { token: 'a\0b' }],
  ['a C1 control', token, { token: 'a\u0085b' }],
  ['a lone surrogate', token, { token: 'a\ud800' }],
  ['too much', token, { token: 'x'.repeat(10_241) }],
  ['too much in bytes', token, { token: 'ü'.repeat(6_000) }],
  ['another choice', region, { region: 'us' }],
  ['no address', address, { address: 'crm.example.com' }],
  ['a script', address, { address: 'javascript:alert(1)' }],
  ['a file', address, { address: 'file:///etc/passwd' }],
  ['an address with a password', address, { address: 'https://a:b@crm.example.com' }],
  ['part of the pattern', key, { key: 'abc123' }],
])('%s is refused', (_what, fields, values: Record<string, string>) => {
  expect(() => checkValues(fields, values)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});

test('a message names the field, never the value', () => {
  expect(() => checkValues(token, { token: 'my-secret\n' })).toThrow(/^token has a line break/);
});
