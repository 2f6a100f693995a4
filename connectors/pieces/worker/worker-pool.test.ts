import { spawnSync } from 'node:child_process';
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
    ['answer for another', 'function_failed'],
    ['ready again', 'function_failed'],
    ['dial storm', 'function_failed'],
    ['throw what has no text', 'function_failed'],
    ['throw what cannot be read', 'function_failed'],
    ['much in few letters', 'response_too_large'],
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

  test('an answer of the app keeps its status where its body is no data, and where no standard has the status', async () => {
    open();
    const answer = { type: 'answer', status: 422, output: { error: 'Bad request' } };
    expect(await call('throw an answer that is a stream')).toMatchObject(answer);
    expect(await call('throw an odd status')).toMatchObject({ status: 999, output: 'denied' });
  });

  test('an answer of 5 MB in base64 comes through', async () => {
    open();
    expect(await outcome('just enough')).toHaveLength(7 * 1024 * 1024);
  });

  test('a process that hangs up is not used again', async () => {
    open();
    expect(await outcome('count')).toBe(1);
    expect(await outcome('close the channel')).toBe('closing');
    await expect.poll(() => outcome('count'), { timeout: 10_000 }).toBe(1);
  });

  test('parameters that make too large a message are refused, and the process stays', async () => {
    open();
    expect(await outcome('count')).toBe(1);
    expect(await outcome('count', { input: { text: 'x'.repeat(9 * 1024 * 1024) } })).toBe('invalid_argument');
    expect(await outcome('count')).toBe(2);
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

test.runIf(process.platform === 'linux')('a server that has run out of descriptors refuses calls, and lives', () => {
  const script = `
    import { openSync } from 'node:fs';
    import { WorkerPool } from '${import.meta.resolve('./worker-pool.ts')}';
    const pool = new WorkerPool({ isolation: 'process', size: 1, extraCa: [] });
    const task = { type: 'describe' };
    const call = { tenant: 'a', task, dial: null, signal: AbortSignal.timeout(5_000) };
    const run = () => pool.run(${JSON.stringify(source)}, call).then((answer) => answer.type, (error) => error.code);
    const outcomes = [await run()];
    await pool.close();
    const next = new WorkerPool({ isolation: 'process', size: 1, extraCa: [] });
    try { for (;;) openSync('/dev/null'); } catch {}
    outcomes.push(await next.run(${JSON.stringify(source)}, call).catch((error) => error.code));
    setImmediate(() => console.log(JSON.stringify(outcomes)));
  `;
  const node = [process.execPath, '--input-type=module', '--eval', script];
  const { stdout, stderr } = spawnSync('prlimit', ['--nofile=100', ...node], { encoding: 'utf8', timeout: 30_000 });
  expect({ stdout, stderr }).toEqual({ stdout: '["answer","runner_unavailable"]\n', stderr: '' });
});

test('a worker that cannot be started says so', async () => {
  const { PATH } = process.env;
  onTestFinished(() => void (process.env.PATH = PATH));
  process.env.PATH = '/nonexistent';
  const pool = new WorkerPool({ isolation: 'namespaces', size: 1 });
  const call = { tenant: 'a', task: { type: 'describe' }, dial, signal: AbortSignal.timeout(5_000) } as const;
  await expect(pool.run(source, call)).rejects.toMatchObject({ code: 'runner_unavailable' });
});
