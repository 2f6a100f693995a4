import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Isolation } from './isolation.ts';
import { WorkerPool } from './worker-pool.ts';

/** What a piece that does not behave does to the call it was given, and to nobody else. */
const source = { packages: join(import.meta.dirname, '../../testing/pieces'), entry: 'rude-piece/index.cjs' };
const auth = { index: 0, value: { type: 'SECRET_TEXT', secret_text: 'sk-live-4711' } };
const dial = () => Promise.reject(new Error('this piece connects to nothing'));

/** The walls are Linux's; what a pool does is the same without them. */
const walls: Isolation[] = process.platform === 'linux' ? ['namespaces', 'process'] : ['process'];

describe.each(walls)('behind %s', (isolation) => {
  let pool: WorkerPool;
  const open = (options: Partial<ConstructorParameters<typeof WorkerPool>[0]> = {}) => {
    pool = new WorkerPool({ isolation, size: 2, ...options });
    return pool;
  };
  afterEach(() => pool.close());

  const call = (action: string, { tenant = 'a', deadline = 15_000, input = {} } = {}) =>
    pool.run(source, {
      tenant,
      task: { type: 'invoke', action, auth, input },
      dial,
      signal: AbortSignal.timeout(deadline),
    });
  const outcome = (action: string, options = {}) =>
    call(action, options).then(
      (answer) => (answer.type === 'answer' ? answer.output : answer.reason),
      (error: Error) => (error instanceof ConnectorError ? error.code : error.name),
    );

  test('a call gets its input and the connection, and nothing of the call before', async () => {
    open();
    const input = { text: 'hi', none: null, no: false, zero: 0 };
    expect(await outcome('echo', { input })).toEqual({ propsValue: input, auth: auth.value });
    expect(await outcome('echo')).toEqual({ propsValue: {}, auth: auth.value });
  });

  // What a piece takes outside of the heap is limited by the walls alone.
  const beyondTheHeap: [string, string][] = isolation === 'namespaces' ? [['buffers', 'function_failed']] : [];
  test.each([
    ...beyondTheHeap,
    ['exit', 'function_failed'],
    ['abort', 'function_failed'],
    ['heap', 'function_failed'],
    ['forge', 'function_failed'],
    ['flood', 'function_failed'],
    ['throw text', 'function_failed'],
    ['throw nothing', 'function_failed'],
    ['hold itself', 'function_failed'],
    ['too much', 'response_too_large'],
    ['pause', 'not_supported'],
    ['no such action', 'unknown_action'],
    ['toString', 'unknown_action'],
  ])('%s is one failed call (%s), and the next one works', async (action, code) => {
    open();
    expect(await outcome(action)).toBe(code);
    expect(await outcome('count')).toEqual(expect.any(Number));
  });

  test.each(['loop', 'wait'])('%s ends at its deadline, and the process with it', async (action) => {
    open();
    expect(await outcome('count')).toBe(1);
    expect(await outcome(action, { deadline: 1_500 })).toBe('TimeoutError');
    expect(await outcome('count')).toBe(1);
  });

  test('an error that nobody waits for does not end the call', async () => {
    open();
    expect(await outcome('throw late')).toBe('still here');
  });

  test('an answer of the app that a piece throws is the answer', async () => {
    open();
    const answer = { type: 'answer', status: 422, output: { error: 'no such thing' } };
    expect(await call('throw an answer')).toMatchObject(answer);
  });

  test('values that are no JSON become JSON', async () => {
    open();
    expect(await outcome('odd values')).toEqual({
      bytes: { base64: 'aGk=', content_type: 'application/octet-stream' },
      date: '1970-01-01T00:00:00.000Z',
      map: { a: 1 },
      set: [1],
      big: '12345678901234567890',
      nan: null,
    });
  });

  test('two tenants never share a process, and one tenant uses its own again', async () => {
    open();
    expect(await outcome('count', { tenant: 'a' })).toBe(1);
    expect(await outcome('count', { tenant: 'b' })).toBe(1);
    expect(await outcome('count', { tenant: 'a' })).toBe(2);
  });

  test('a process ends after its share of calls', async () => {
    open({ limits: { calls: 2 } });
    expect([await outcome('count'), await outcome('count'), await outcome('count')]).toEqual([1, 2, 1]);
  });

  test('more calls than places wait for their turn, also where a place dies', async () => {
    open();
    const tenants = ['a', 'b', 'c', 'd', 'e'];
    const outcomes = await Promise.all(tenants.map((tenant) => outcome(tenant === 'b' ? 'exit' : 'count', { tenant })));
    expect(outcomes).toEqual([1, 'function_failed', 1, 1, 1]);
  });

  test('a call that waits in vain says that the workers are busy', async () => {
    open({ size: 1 });
    const stuck = outcome('wait', { tenant: 'a', deadline: 4_000 });
    expect(await outcome('count', { tenant: 'b', deadline: 500 })).toBe('runner_unavailable');
    expect(await stuck).toBe('TimeoutError');
  });

  test('a closed pool takes no call, and ends those under way', async () => {
    open();
    const stuck = outcome('wait');
    await outcome('count', { tenant: 'b' });
    await pool.close();
    expect(await stuck).toBe('function_failed');
    expect(await outcome('count')).toBe('runner_unavailable');
  });
});

test('a worker that cannot be started says so', async () => {
  const { PATH } = process.env;
  onTestFinished(() => void (process.env.PATH = PATH));
  process.env.PATH = '/nonexistent';
  const pool = new WorkerPool({ isolation: 'namespaces', size: 1 });
  const call = { tenant: 'a', task: { type: 'describe' }, dial, signal: AbortSignal.timeout(5_000) } as const;
  await expect(pool.run(source, call)).rejects.toMatchObject({ code: 'runner_unavailable' });
});
