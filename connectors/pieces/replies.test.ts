import { describe, expect, it } from 'vitest';
import { property } from '#connectors/testing/piece-description.ts';
import { customCallInput, customCallResult } from './passthrough.ts';
import { checkFetched, readFields, readIdentifier, readOptions } from './replies.ts';

const failed = expect.objectContaining({ code: 'function_failed' }) as Error;

describe('choices', () => {
  it('have a title and a value of any kind', () => {
    const options = [{ label: 'One', value: 1 }, { label: 2, value: { id: 2 } }, { value: 'three' }, { label: 'None' }];
    expect(readOptions({ disabled: false, options: [...options, { label: 'Null', value: null }] }, undefined)).toEqual({
      options: [
        { value: 1, title: 'One' },
        { value: { id: 2 }, title: '2' },
        { value: 'three', title: 'three' },
      ],
    });
  });

  it('are picked from by title', () => {
    const options = ['Sales', 'Support', 'General'].map((label) => ({ label, value: label }));
    expect(readOptions({ options }, ' S ').options.map(({ title }) => title)).toEqual(['Sales', 'Support']);
    expect(readOptions({ options }, '').options).toHaveLength(3);
  });

  it('are none where the piece could not fetch any', () => {
    expect(readOptions({ disabled: true, placeholder: 'Connect first' }, undefined)).toEqual({ options: [] });
  });

  it.each([null, 'text', 7, [], { options: 'none' }, { options: [{ label: {}, value: 1 }] }, { options: [1] }])(
    'in the form of %j are a failed call',
    (output) => {
      expect(() => readOptions(output, undefined)).toThrow(failed);
    },
  );

  it('are limited', () => {
    const options = Array.from({ length: 10_001 }, (_, value) => ({ value }));
    expect(() => readOptions({ options }, undefined)).toThrow(failed);
  });
});

describe('what choices and fields are made of', () => {
  it.each([
    [401, { error: 'expired' }, 'credentials_rejected'],
    [401, { disabled: true, options: [] }, 'credentials_rejected'],
    [401, [], 'credentials_rejected'],
    [500, { error: 'down' }, 'provider_unreachable'],
    [404, 'no such list', 'provider_unreachable'],
  ])('is missing where the app answered with %i %j', (status, output, code) => {
    expect(() => checkFetched({ status, output }, 'App')).toThrow(expect.objectContaining({ code }) as Error);
  });

  it.each([
    [200, { disabled: true, placeholder: 'Connect first' }],
    [404, { options: [] }],
    [401, { options: [{ label: 'Public', value: 1 }] }],
    [500, []],
  ])('is there where the piece makes something of %i: %j', (status, output) => {
    expect(() => checkFetched({ status, output }, 'App')).not.toThrow();
  });
});

describe('fields', () => {
  it('become a schema', () => {
    const fields = [property('name', 'SHORT_TEXT', { required: true })];
    expect(readFields(JSON.parse(JSON.stringify(fields)))).toMatchObject({
      properties: { name: { type: 'string' } },
      required: ['name'],
    });
    expect(readFields([])).toMatchObject({ properties: {} });
  });

  it.each([null, {}, 'text', [null], [{ name: '' }], [{ name: 'a', type: 'X' }]])(
    'in the form of %j are a failed call',
    (output) => {
      expect(() => readFields(output)).toThrow(failed);
    },
  );
});

it.each([
  [{ identifier: 'Sam' }, 'Sam'],
  [{ identifier: '' }, undefined],
  [{ identifier: 7 }, undefined],
  [{ identifier: 'x'.repeat(201) }, undefined],
  [{}, undefined],
  [null, undefined],
  ['Sam', undefined],
])('the name in %j is %j', (output, name) => {
  expect(readIdentifier(output)).toBe(name);
});

describe('a request of one’s own', () => {
  it('is what the piece’s action takes', () => {
    const input = { method: 'POST', url: '/things', query: { a: 1 }, body: { b: 2 } };
    expect(customCallInput(input)).toMatchObject({
      method: 'POST',
      url: { url: '/things' },
      headers: {},
      queryParams: { a: 1 },
      body_type: 'json',
      body: { data: { b: 2 } },
    });
    expect(customCallInput({ method: 'POST', url: '/', body: 'text' })).toMatchObject({
      body_type: 'raw',
      body: { data: 'text' },
    });
    expect(customCallInput({ method: 'GET', url: '/', body: null })).toMatchObject({ body_type: 'none', body: {} });
  });

  it.each([
    [
      { status: 201, headers: {}, body: { id: 1 } },
      { status: 201, output: { id: 1 } },
    ],
    [
      { status: 204, headers: {} },
      { status: 204, output: null },
    ],
    [
      { status: 'odd', body: 1 },
      { status: 200, output: 1 },
    ],
    [{ error: 'x' }, { status: 200, output: { error: 'x' } }],
    [null, { status: 200, output: null }],
    [['a'], { status: 200, output: ['a'] }],
  ])('that comes to %j is %j', (output, result) => {
    expect(customCallResult(200, output)).toEqual(result);
  });
});
