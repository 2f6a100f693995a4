import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Isolation } from './isolation.ts';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

/** What a piece that does not behave does to the call it was given, and to nobody else. */
const source = { packages: join(import.meta.dirname, '../../testing/pieces'), entry: 'rude-piece/index.cjs' };
const auth = { index: 0, value: { type: 'SECRET_TEXT', secret_text: 'sk-live-4711' } };
const dial = () => Promise.reject(new Error('this piece connects to nothing'));

/** The walls are Linux's; what a pool does is the same without them. */
const isolation: Isolation = process.platform === 'linux' ? 'namespaces' : 'process';

interface CallOptions {
  pool: WorkerPool;
  tenant?: string;
  workspace?: string;
  deadline?: number;
  input?: Record<string, unknown>;
}

const callIn = (action: string, { pool, tenant = 'a', workspace, deadline = 15_000, input = {} }: CallOptions) =>
  pool.run(source, {
    tenant,
    workspace,
    task: { type: 'invoke', action, auth, input },
    dial,
    signal: AbortSignal.timeout(deadline),
  });

const outcomeIn = (action: string, options: CallOptions) =>
  callIn(action, options).then(
    (answer) => (answer.type === 'answer' ? answer.output : answer.reason),
    (error: Error) => (error instanceof ConnectorError ? error.code : error.name),
  );

/** One pool for all of them, as the next call shows what the one before has left. */
describe('a call', () => {
  const pool = new WorkerPool({ isolation, size: 2 });
  afterAll(() => pool.close());
  const call = (action: string) => callIn(action, { pool });
  const outcome = (action: string, options: Partial<CallOptions> = {}) => outcomeIn(action, { pool, ...options });

  test('gets its input and the connection, and nothing of the call before', async () => {
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
    expect(await outcome(action)).toBe(code);
    expect(await outcome('count')).toEqual(expect.any(Number));
  });

  test.each(['loop', 'wait'])('%s ends at its deadline, and the process with it', async (action) => {
    expect(await outcome('count')).toEqual(expect.any(Number));
    expect(await outcome(action, { deadline: 500 })).toBe('TimeoutError');
    expect(await outcome('count')).toBe(1);
  });

  test('lives on after an error that nobody waits for', async () => {
    expect(await outcome('throw late')).toBe('still here');
  });

  test('that throws an answer of the app has it as its answer', async () => {
    const answer = { type: 'answer', status: 422, output: { error: 'no such thing' } };
    expect(await call('throw an answer')).toMatchObject(answer);
  });

  test('keeps the status of an answer whose body is no data, and whose status is in no standard', async () => {
    const answer = { type: 'answer', status: 422, output: { error: 'Bad request' } };
    expect(await call('throw an answer that is a stream')).toMatchObject(answer);
    expect(await call('throw an odd status')).toMatchObject({ status: 999, output: 'denied' });
  });

  test('may answer with 5 MB in base64', async () => {
    expect(await outcome('just enough')).toHaveLength(7 * 1024 * 1024);
  });

  test('that makes its process hang up is the last of that process', async () => {
    expect(await outcome('close the channel')).toBe('closing');
    await expect.poll(() => outcome('count'), { timeout: 10_000 }).toBe(1);
  });

  test('with parameters that make too large a message is refused, and the process stays', async () => {
    const before = (await outcome('count')) as number;
    expect(await outcome('count', { input: { text: 'x'.repeat(9 * 1024 * 1024) } })).toBe('invalid_argument');
    expect(await outcome('count')).toBe(before + 1);
  });

  test('that answers with what is no JSON answers with JSON', async () => {
    expect(await outcome('odd values')).toEqual({
      bytes: { base64: 'aGk=', content_type: 'application/octet-stream' },
      date: '1970-01-01T00:00:00.000Z',
      map: { a: 1 },
      set: [1],
      big: '12345678901234567890',
      nan: null,
    });
  });
});

describe('a pool', () => {
  let pool: WorkerPool;
  const open = (options: Partial<WorkerPoolOptions> = {}) => {
    pool = new WorkerPool({ isolation, size: 2, ...options });
  };
  afterEach(() => pool.close());
  const outcome = (action: string, options: Partial<CallOptions> = {}) => outcomeIn(action, { pool, ...options });

  test('never shares a process between two tenants, and gives each its own again', async () => {
    open();
    expect(await outcome('count', { tenant: 'a' })).toBe(1);
    expect(await outcome('count', { tenant: 'b' })).toBe(1);
    expect(await outcome('count', { tenant: 'a' })).toBe(2);
  });

  test('ends a process after its share of calls', async () => {
    open({ limits: { calls: 2 } });
    expect([await outcome('count'), await outcome('count'), await outcome('count')]).toEqual([1, 2, 1]);
  });

  test('lets more calls than it has places wait for their turn, also where a place dies', async () => {
    open();
    const tenants = ['a', 'b', 'c', 'd', 'e'];
    const outcomes = await Promise.all(tenants.map((tenant) => outcome(tenant === 'b' ? 'exit' : 'count', { tenant })));
    expect(outcomes).toEqual([1, 'function_failed', 1, 1, 1]);
  });

  test('lets no workspace keep every process busy, whatever its tenants are', async () => {
    open({ size: 3 });
    const stuck = ['a1', 'a2', 'a3'].map((tenant) => outcome('wait', { tenant, workspace: 'a' }));
    expect(await outcome('count', { tenant: 'b' })).toBe(1);
    expect(await outcome('count', { tenant: 'c' })).toBe(1);
    await pool.close();
    expect((await Promise.all(stuck)).sort()).toEqual(['function_failed', 'function_failed', 'runner_unavailable']);
  });

  test('gives what becomes free to the workspace that has the fewest', async () => {
    open({ size: 3 });
    const [first, ...stuck] = ['a', 'a', 'b'].map((tenant, index) =>
      outcome('wait', { tenant, deadline: index === 0 ? 2_000 : 15_000 }),
    );
    const waiting = ['b', 'c'].map((tenant) => outcome('count', { tenant }).then(() => tenant));
    expect(await Promise.race(waiting)).toBe('c');
    expect(await first).toBe('TimeoutError');
    await pool.close();
    await Promise.all([...stuck, ...waiting]);
  });

  test('says to a call that waits in vain that the workers are busy', async () => {
    open({ size: 1 });
    const stuck = outcome('wait', { tenant: 'a' });
    expect(await outcome('count', { tenant: 'b', deadline: 300 })).toBe('runner_unavailable');
    await pool.close();
    expect(await stuck).toBe('function_failed');
  });

  test('takes no call once it is closed, and ends those under way', async () => {
    open();
    const stuck = outcome('wait');
    await outcome('count', { tenant: 'b' });
    await pool.close();
    expect(await stuck).toBe('function_failed');
    expect(await outcome('count')).toBe('runner_unavailable');
  });

  test('works without the walls too', async () => {
    open({ isolation: 'process' });
    expect(await outcome('count')).toBe(1);
    expect(await outcome('exit')).toBe('function_failed');
    expect(await outcome('count')).toBe(1);
    expect(await outcome('loop', { deadline: 500 })).toBe('TimeoutError');
    expect(await outcome('count')).toBe(1);
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
