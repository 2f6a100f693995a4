import { expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';

test('JSON is parsed as it stands', () => {
  expect(parseJson('{"a":[1,null,"__proto__"],"constructor":{"prototype":1}}')).toEqual({
    a: [1, null, '__proto__'],
    constructor: { prototype: 1 },
  });
});

test.each([
  '{"__proto__":{"admin":true}}',
  '{"a":[{"__proto__":1}]}',
  '{"\\u005f_proto__":1}',
  '{"__\\u0070roto__":1}',
  '{"__pr\\u006Fto__":1}',
  '',
  '{',
  '{"a":1}{}',
  "{'a':1}",
  'NaN',
])('%j is refused', (text) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});

test('nesting a million deep is refused or parsed, and never crashes', () => {
  const deep = `${'['.repeat(1_000_000)}"__proto__"${']'.repeat(1_000_000)}`;
  try {
    parseJson(deep);
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_argument' });
  }
});
