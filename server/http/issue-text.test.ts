import { expect, test } from 'vitest';
import * as z from 'zod';
import { issueText, summary } from './issue-text.ts';

const schema = z.strictObject({
  name: z.string().max(3),
  size: z.int().min(1).optional(),
  kind: z.enum(['a', 'b']).optional(),
  on: z.boolean().optional(),
  url: z.union([z.url(), z.null()]).optional(),
  own: z.string('has its own words').optional(),
  list: z.array(z.string()).min(2).optional(),
});

test.each([
  [{}, 'name: is missing'],
  [{ name: 7 }, 'name: has to be a string'],
  [{ name: 'long' }, 'name: is too long: at most 3'],
  [{ name: '', size: 0 }, 'size: is too small: at least 1'],
  [{ name: '', size: 0.5 }, 'size: has to be a whole number'],
  [{ name: '', kind: 'c' }, 'kind: has to be one of a, b'],
  [{ name: '', on: 'yes' }, 'on: has to be true or false'],
  [{ name: '', url: 'secret' }, 'url: is not valid'],
  [{ name: '', own: 7 }, 'own: has its own words'],
  [{ name: '', list: ['x'] }, 'list: is too short: at least 2'],
  [{ name: '', list: [7, 8] }, 'list.0: has to be a string; list.1: has to be a string'],
  [{ name: '', more: 1, other: 2 }, 'The body has what is not known here: more, other'],
  [[], 'The body has to be an object'],
  [undefined, 'The body is missing'],
])('what is wrong with %j is: %s', (value, text) => {
  const { error } = schema.safeParse(value, { error: issueText });
  expect(summary(error!, 'The body')).toBe(text);
});

test('each place is named once, and three at most', () => {
  const twice = z.object({ a: z.string().min(9).regex(/x/), b: z.string(), c: z.string(), d: z.string() });
  const { error } = twice.safeParse({ a: 'a' }, { error: issueText });
  expect(summary(error!, 'The body')).toBe('a: is too short: at least 9; b: is missing; c: is missing');
});
