import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FunctionSummary } from '../api/list-functions.ts';
import type { SurfaceApi } from '../api/surface-api.ts';
import { CodedError } from '../coded-error.ts';
import { FunctionList } from './function-list.svelte.ts';

const functionNamed = (name: string): FunctionSummary => ({
  name,
  description: '',
  meta: { ui: { title: name }, app: { name: 'acme', title: 'Acme', icon_url: null } },
});

const listFunctions = vi.fn<SurfaceApi['listFunctions']>();
const names = (list: FunctionList) => list.found.value?.functions.map(({ name }) => name);

beforeEach(() => {
  vi.useFakeTimers();
  listFunctions.mockReset();
  listFunctions.mockImplementation(async ({ cursor }) =>
    cursor === ''
      ? { functions: [functionNamed('a')], count: 2, _cursor: 'next' }
      : { functions: [functionNamed('b')], count: 2, _cursor: '' },
  );
});
afterEach(() => void vi.useRealTimers());

describe('a list of functions', () => {
  test('grows a page at a time, once for a double click', async () => {
    const list = new FunctionList({ listFunctions }, 'acme');
    await list.reload();
    await Promise.all([list.showMore(), list.showMore()]);
    expect(names(list)).toEqual(['a', 'b']);
    expect(listFunctions.mock.calls).toEqual([
      [{ app: 'acme', search: '', cursor: '' }],
      [{ app: 'acme', search: '', cursor: 'next' }],
    ]);
  });

  test('asks once the user stops typing', async () => {
    const list = new FunctionList({ listFunctions });
    list.type('a');
    list.type('ab');
    await vi.runAllTimersAsync();
    expect(listFunctions.mock.calls).toEqual([[{ app: undefined, search: 'ab', cursor: '' }]]);
  });

  test('shows the answer to the last question, whichever comes last', async () => {
    const list = new FunctionList({ listFunctions });
    let answer = (_: Awaited<ReturnType<SurfaceApi['listFunctions']>>): void => undefined;
    listFunctions.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    const first = list.reload();
    await list.filter('acme');
    answer({ functions: [functionNamed('late')], count: 1, _cursor: '' });
    await first;
    expect(names(list)).toEqual(['a']);
  });

  test('keeps what is there where the next page fails', async () => {
    const list = new FunctionList({ listFunctions });
    await list.reload();
    listFunctions.mockRejectedValueOnce(new CodedError('timeout', 'Too late.'));
    await list.showMore();
    expect([names(list), list.found.failure?.code, list.isExtending]).toEqual([['a'], 'timeout', false]);
  });
});
