import { describe, expect, test, vi } from 'vitest';
import type { WidgetControl } from '#bridge-protocol/bridge.ts';
import { widgetMethodNames } from '#bridge-protocol/method-names.ts';
import { CodedError } from '../coded-error.ts';
import { greet } from './greet.ts';
import { createMethodTable, MAX_CALLS_IN_FLIGHT } from './method-table.ts';
import type { Handlers } from './method-table.ts';

const callId = '3f2b8c1e-7c1d-4e0a-9b35-0d2b6f4a8c11';

const handlers: Handlers = {
  connectApp: async () => '12',
  disconnectApp: async () => ({ disconnected_account_id: '12', connected_accounts: [] }),
  isAppConnected: async () => true,
  getConnectedAccounts: async () => [],
  getFunction: async ([name]) => ({ name, description: '', parameters: {} }),
  invokeFunction: async ([, params]) => ({ network_code: '200', output: params }),
  showApps: async () => null,
  showApp: async () => null,
  showConnectedAccounts: async () => null,
  showFunctions: async () => null,
  showFunction: async () => ({ limit: 5 }),
  showFunctionUI: async () => ({}),
  update: async ([look]) => look,
};

const control: WidgetControl = {
  hello: async (greeting) => ({ ok: true, value: greet(greeting).welcome }),
  dismiss: async () => ({ ok: true, value: null }),
  close: async () => ({ ok: true, value: null }),
  refresh: async () => ({ ok: true, value: null }),
};

function tableWith(changes: Partial<Handlers> = {}) {
  return createMethodTable({ ...handlers, ...changes }, control);
}

describe('the method table', () => {
  test('holds the protocol’s methods and nothing inherited', () => {
    const table = tableWith();
    expect(Object.keys(table).toSorted()).toEqual(
      ['close', 'dismiss', 'hello', 'refresh', ...widgetMethodNames].toSorted(),
    );
    expect(Object.getPrototypeOf(table)).toBeNull();
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) expect(name in table).toBe(false);
    expect(Object.isFrozen(table)).toBe(true);
  });

  test('answers with the handler’s parsed result', async () => {
    expect(await tableWith().connectApp(callId, ['slack'])).toEqual({ ok: true, value: '12' });
  });

  test('takes an id as a number, and missing parameters as none', async () => {
    const invokeFunction = vi.fn(handlers.invokeFunction);
    const table = tableWith({ invokeFunction });
    await table.invokeFunction(callId, ['slack-post-message']);
    await table.invokeFunction(callId, ['slack-post-message', null, 1234]);
    expect(invokeFunction.mock.calls.map(([args]) => args)).toEqual([
      ['slack-post-message', null],
      ['slack-post-message', null, '1234'],
    ]);
  });

  test('hands on the code, the message and the request id of a failure, and no stack', async () => {
    const failure = new CodedError('unknown_app', 'No app has this name.', {
      requestId: 'r1',
      cause: new Error('why'),
    });
    const table = tableWith({ connectApp: async () => Promise.reject(failure) });
    expect(await table.connectApp(callId, ['slack'])).toStrictEqual({
      ok: false,
      error: { code: 'unknown_app', message: 'No app has this name.', requestId: 'r1' },
    });
  });

  test('tells of a defect of its own no more than that there is one', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const table = tableWith({ isAppConnected: () => Promise.reject(new TypeError('secret detail')) });
    const answer = await table.isAppConnected(callId, ['slack']);
    expect(answer).toMatchObject({ ok: false, error: { code: 'server_error' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    logged.mockRestore();
  });

  test('does not pass on a result that is not of the protocol', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const table = tableWith({ isAppConnected: async () => 'yes' as never });
    expect(await table.isAppConnected(callId, ['slack'])).toMatchObject({ ok: false, error: { code: 'server_error' } });
    logged.mockRestore();
  });

  test('answers `rate_limited` above its number of calls in flight, and takes calls again after one has ended', async () => {
    const ends: ((id: string) => void)[] = [];
    const table = tableWith({ connectApp: () => new Promise((resolve) => ends.push(resolve)) });
    const calls = Array.from({ length: MAX_CALLS_IN_FLIGHT }, () => table.connectApp(callId, ['slack']));
    expect(await table.getFunction(callId, ['slack-x'])).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
    ends[0]?.('1');
    await calls[0];
    expect(await table.getFunction(callId, ['slack-x'])).toMatchObject({ ok: true });
    for (const end of ends) end('1');
    await Promise.all(calls);
  });
});

describe('the handshake', () => {
  test('names the protocol and the methods', async () => {
    expect(await tableWith().hello({ protocol: 1, sdkVersion: '0.1.0' })).toEqual({
      ok: true,
      value: { protocol: 1, methods: [...widgetMethodNames] },
    });
  });

  test.each([{ protocol: 2, sdkVersion: '9' }, null, {}, 'hello', { protocol: '1' }])(
    'refuses %j',
    async (greeting) => {
      expect(await tableWith().hello(greeting as never)).toMatchObject({
        ok: false,
        error: { code: 'protocol_mismatch' },
      });
    },
  );
});

describe('hostile input', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  let shared: unknown[] = [];
  for (let level = 0; level < 60; level += 1) shared = [shared, shared];

  test.each([
    ['no argument list', undefined],
    ['an object for a list', { 0: 'slack', length: 1 }],
    ['nothing', []],
    ['null', [null]],
    ['a number', [5]],
    ['an object', [{}]],
    ['a list', [['slack']]],
    ['upper case', ['Slack']],
    ['a path', ['../slack']],
    ['an empty string', ['']],
    ['spaces', [' slack ']],
    ['a megabyte', ['a'.repeat(1_000_000)]],
    ['an inherited name with underscores', ['__proto__']],
    ['a lone surrogate', ['\ud800']],
    ['one argument too many', ['slack', 'more']],
    ['a BigInt', [1n]],
    ['a function', [() => 'slack']],
  ])('%s is an invalid argument of connectApp', async (_what, args) => {
    const connectApp = vi.fn(handlers.connectApp);
    const answer = await tableWith({ connectApp }).connectApp(callId, args as unknown[]);
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_argument' } });
    expect(JSON.stringify(answer)).toMatch(/^.{0,300}$/);
    expect(connectApp).not.toHaveBeenCalled();
  });

  test.each([
    ['a cycle', cyclic],
    ['shared references without end', { shared }],
    ['a BigInt', { a: 1n }],
    ['a function', { a: () => 1 }],
    ['NaN', { a: NaN }],
    ['a Map', { a: new Map() }],
    ['a Date', { a: new Date() }],
    ['a list', ['a']],
    ['a string', 'a'],
    ['a hole filled with undefined', { a: [undefined] }],
  ])('%s is no JSON for invokeFunction', async (_what, params) => {
    const answer = await tableWith().invokeFunction(callId, ['slack-post-message', params]);
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_argument' } });
  });

  test('an own `__proto__` key is data, and changes no prototype', async () => {
    const params: unknown = JSON.parse('{"__proto__": {"polluted": true}}');
    const answer = await tableWith().invokeFunction(callId, ['slack-post-message', params]);
    expect(answer).toMatchObject({ ok: true });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test.each([undefined, null, '', 'not-a-uuid', 5, {}, `${callId} `])('the call id %j is refused', async (id) => {
    expect(await tableWith().connectApp(id as string, ['slack'])).toMatchObject({
      ok: false,
      error: { code: 'invalid_argument' },
    });
  });
});

describe('the message of an invalid argument', () => {
  async function messageOf(name: (typeof widgetMethodNames)[number], args: unknown[]): Promise<string> {
    const answer = await tableWith()[name](callId, args);
    return answer.ok ? 'no failure' : answer.error.message;
  }

  test.each([
    ['connectApp', [], 'connectApp: appName is required.'],
    ['connectApp', [null], 'connectApp: appName is required.'],
    ['connectApp', [5], 'connectApp: appName must be a string.'],
    ['connectApp', ['Slack'], 'connectApp: appName must be an app name such as "slack".'],
    ['connectApp', ['slack', 1, 2], 'connectApp: takes appName, connectedAccountId and nothing more.'],
    ['getFunction', ['a b'], 'getFunction: functionName must be a function name such as "slack-post-message".'],
    [
      'invokeFunction',
      ['slack-x', 'y'],
      'invokeFunction: params must be a JSON object without cycles, at most 64 levels deep.',
    ],
    ['invokeFunction', ['slack-x', {}, 'y'], 'invokeFunction: connectedAccountId must be an id such as "1234".'],
    ['disconnectApp', ['slack', -1], 'disconnectApp: connectedAccountId must be an id such as "1234".'],
  ] as const)('%s(%j)', async (name, args, message) => {
    expect(await messageOf(name, [...args])).toBe(message);
  });
});
