import { expect, test } from 'vitest';
import { IdempotencyHeader } from './idempotency-key.ts';

const read = (value: string | undefined) => IdempotencyHeader.safeParse({ 'idempotency-key': value });
const keyOf = (value: string | undefined) => read(value).data?.['idempotency-key'];

test('a key stands with or without quotes', () => {
  expect(keyOf('8e03978e-40d5-43dd-bc93-6894a57f9324')).toBe('8e03978e-40d5-43dd-bc93-6894a57f9324');
  expect(keyOf('"8e03978e-40d5-43dd-bc93-6894a57f9324"')).toBe('8e03978e-40d5-43dd-bc93-6894a57f9324');
  expect(keyOf(String.raw`"a \"b\" \\ c, d"`)).toBe(String.raw`a "b" \ c, d`);
  expect(keyOf('x'.repeat(255))).toHaveLength(255);
  expect(read(undefined)).toMatchObject({ success: true });
});

test('what is no key, or two, is refused', () => {
  const bad = ['', '""', ' ', 'a, b', 'a b', 'ä', '"a', 'a"', '"a"b"', '"a\\"', '"a\\b"', 'a\tb', 'x'.repeat(256)];
  expect(bad.filter((value) => read(value).success)).toEqual([]);
});
