import { expect, test } from 'vitest';
import { initialValues } from './initial-values.ts';
import { readFields } from './read-field.ts';

const fields = readFields({
  properties: {
    first_name: { type: 'string' },
    org_id: { title: 'Organisation', type: 'string' },
    note: { type: 'string' },
  },
});

test('a payload that is mapped fills what the params leave open, by name or title', () => {
  const payload = { FirstName: 'Ada', note: null, company: { organisation: '7' }, other: 1 };
  expect(initialValues(fields, { params: { note: 'x' }, payload, autoMapPayload: true })).toEqual({
    first_name: 'Ada',
    org_id: '7',
    note: 'x',
  });
  expect(initialValues(fields, { params: { first_name: 'Ben' }, payload, autoMapPayload: true })).toMatchObject({
    first_name: 'Ben',
  });
  expect(initialValues(fields, { payload })).toEqual({});
});
