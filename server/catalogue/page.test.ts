import { expect, test } from 'vitest';
import { pageOf } from './page.ts';

const all = ['a', 'b', 'c', 'd', 'e'];
const same = (name: string) => name;

test('the pages together are the list, and the last one has no cursor', () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = pageOf(all, same, { cursor, size: 2 });
    expect(page.count).toBe(5);
    seen.push(...page.entries);
    ({ cursor } = page);
  } while (cursor !== '');
  expect(seen).toEqual(all);
});

test('a page that ends with the list has no cursor', () => {
  expect(pageOf(all, same, { cursor: '', size: 5 })).toEqual({ entries: all, count: 5, cursor: '' });
  expect(pageOf([], same, { cursor: '', size: 5 })).toEqual({ entries: [], count: 0, cursor: '' });
});

test.each(['x', 'bm9uZQ', '💥'])('the cursor %j is not ours', (cursor) => {
  expect(() => pageOf(all, same, { cursor, size: 2 })).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});
