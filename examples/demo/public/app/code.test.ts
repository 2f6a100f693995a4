import { expect, test } from 'vitest';
import { codeOf } from './code.js';

test.each([
  [['sandbox'], "const result = await integry.connectApp('sandbox');"],
  [[], 'const result = await integry.connectApp();'],
  [['a', { limit: 5 }], "const result = await integry.connectApp('a', { limit: 5 });"],
  [[null, true, [1, 2]], 'const result = await integry.connectApp(null, true, [1, 2]);'],
  [
    ["it's", { 'two words': 'a "b" \\ \n' }],
    `const result = await integry.connectApp('it\\'s', { 'two words': 'a "b" \\\\ \\n' });`,
  ],
])('arguments %j are written as one would', (args, code) => {
  expect(codeOf('connectApp', args)).toBe(code);
});

test('long objects stand on lines of their own', () => {
  expect(codeOf('f', ['name', { first: 'a value', second: { third: 'that do not fit on one' } }])).toBe(
    `const result = await integry.f('name', {
  first: 'a value',
  second: { third: 'that do not fit on one' },
});`,
  );
});
