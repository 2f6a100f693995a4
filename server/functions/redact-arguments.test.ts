import { expect, test } from 'vitest';
import type { JsonObject } from '#bridge-protocol/json.ts';
import { redactArguments } from './redact-arguments.ts';

const shown = (input: JsonObject, schema: JsonObject = {}) => redactArguments(input, schema);
const textOf = (text: string) => shown({ text }).text;

test('what says nothing secret stays', () => {
  const input = {
    channel: 'C012AB3CD',
    text: 'Hello, see https://example.com/docs/2026/01 and 8e03978e-40d5-43dd-bc93-6894a57f9324.',
    url: '/v3/objects/contacts/1234567890/associations',
    limit: 5,
    flags: [true, null, { name: 'Ann' }],
    key_results: 'Three',
    monkey: 'No key',
  };
  expect(shown(input)).toEqual(input);
});

test.each([
  'password',
  'newPassword',
  'client_secret',
  'apiKey',
  'API-Key',
  'x-access-key',
  'Authorization',
  'refreshToken',
  'Set-Cookie',
  'key',
  'otp',
  'credentials',
  'card_number',
])('what is named %s is removed, wherever it stands', (name) => {
  const input = { [name]: 'canary', headers: [{ [name]: { deeper: 'canary' } }] };
  expect(JSON.stringify(shown(input))).not.toContain('canary');
});

test('what the signature calls secret is removed', () => {
  const schema = {
    properties: {
      pin_code: { type: 'string', format: 'password' },
      list: { type: 'array', items: { properties: { note: { type: 'string', writeOnly: true } } } },
    },
  };
  expect(shown({ pin_code: '1234', list: [{ note: 'canary', id: 1 }] }, schema)).toEqual({
    pin_code: '[redacted]',
    list: [{ note: '[redacted]', id: 1 }],
  });
});

test.each([
  'sk_live_51H8example1234567890',
  'xoxb-1234567890-ABCdef123456',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'AKIAIOSFODNN7EXAMPLE/wJalrXUtnFEMI/K7MDENG',
  '0123456789abcdef0123456789abcdef',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dGVzdA',
  'Bearer abc.def',
  'https://user:hunter2@example.com/',
  'https://example.com/hook?sig=hunter2',
  'password=hunter2',
])('what looks like a secret is removed from a text: %s', (secret) => {
  const text = textOf(`before ${secret} after`);
  expect(text).toMatch(/^before .* after$/);
  expect(text).not.toContain(secret);
  expect(text).not.toContain('hunter2');
});

test('a long text is cut, and nothing shows of a secret at the cut', () => {
  expect(textOf('word '.repeat(100))).toBe(`${'word '.repeat(40)}…`);
  const secret = 'Zz9'.repeat(60);
  for (let words = 150; words < 205; words += 1) {
    expect(textOf(`${'word '.repeat(words)}${secret}`)).not.toContain('Zz9');
    expect(textOf(`${'a1B2c3D4e5F6g7H8i9J0k1 '.repeat(30)}${'x '.repeat(words)}${secret}`)).not.toContain('Zz9');
  }
});

test('a large or deep value is shown in part, and at once', () => {
  const deep = (levels: number): JsonObject => (levels === 0 ? { end: 1 } : { next: deep(levels - 1) });
  expect(JSON.stringify(shown(deep(50)))).toContain('…');
  const wide = { list: Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => Array(50).fill(7))) };
  const many = { ...Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`p${index}`, 'x'.repeat(900)])) };
  for (const input of [wide, many, { file: 'A1b'.repeat(1_500_000) }]) {
    const started = performance.now();
    expect(JSON.stringify(shown(input)).length).toBeLessThan(20_000);
    expect(performance.now() - started).toBeLessThan(200);
  }
});

test('what a database does not take is replaced, in names too', () => {
  const text = JSON.stringify(shown({ 'a\0': 'b\0\ud800', '\udc00': 1 }));
  expect(text).not.toMatch(/\\u0000|\\ud800|\\udc00/);
});
