import type { Browser, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { callRules } from '#bridge-protocol/deadlines.ts';
import { plannedMethodNames, widgetMethodNames } from '#bridge-protocol/method-names.ts';
import { launchOptions } from '#scripts/browser/launch-options.ts';
import { startFakeServer, type FakeServer } from './testing/fake-server.ts';
import { call, construct, events, openBrowser, openHostPage } from './testing/host-page.ts';

let browser: Browser;
let server: FakeServer;
let page: Page;
let errors: string[];

beforeAll(async () => (browser = await openBrowser(await launchOptions())));
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startFakeServer();
  ({ page, errors } = await openHostPage(browser, server.hostUrl));
});
afterEach(async () => {
  await page.close();
  server.close();
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('every method forwards its arguments as they are, less undefined ones at the end', async () => {
  await construct(page);
  const echo = (name: string) => call(page, name, 'echo', undefined, { deep: [1] }, undefined);
  // Those that show a surface answer with its handle, and update with nothing: surfaces.browser.test.ts.
  const names = widgetMethodNames.filter((name) => callRules[name].surfaceAt === undefined && name !== 'update');
  for (const ending of await Promise.all(names.map(echo))) {
    const value = { callId: expect.stringMatching(uuid), args: ['echo', undefined, { deep: [1] }], document: 1 };
    expect(ending).toEqual({ value });
  }
});

test('every planned method rejects with not_available', async () => {
  await construct(page);
  for (const ending of await Promise.all(plannedMethodNames.map((name) => call(page, name, 'x')))) {
    expect(ending).toMatchObject({ name: 'IntegryError', code: 'not_available' });
  }
});

test('failures cross as values, with their code and request', async () => {
  await construct(page);
  expect(await call(page, 'getFunction', 'refuse')).toEqual({
    name: 'IntegryError',
    code: 'unknown_app',
    message: 'No such app',
    requestId: 'req_1',
  });
  expect(await call(page, 'getFunction', 'garbage')).toMatchObject({ code: 'protocol_mismatch' });
  expect(await call(page, 'getFunction', 'throw')).toMatchObject({ code: 'server_error' });
});

test('a method that the widget does not know rejects with not_supported', async () => {
  server.state.greeting = 'old';
  await construct(page);
  expect(await call(page, 'getFunction', 'echo')).toMatchObject({ code: 'not_supported' });
  expect(await call(page, 'isAppConnected', 'echo')).toHaveProperty('value');
});

test('a call ends at its deadline, and is not sent after it', async () => {
  await page.clock.install();
  await construct(page);
  await events(page);
  const hanging = call(page, 'isAppConnected', 'hang');
  await page.clock.fastForward(40_000);
  expect(await hanging).toMatchObject({ code: 'timeout' });
});

test('events of the widget reach the emitter before the promise they belong to, and ready cannot be forged', async () => {
  await construct(page);
  const order = await page.evaluate(async () => {
    const seen: string[] = [];
    window.sdk.eventEmitter.on('app-connected', (app) => seen.push(app.connected_account_id));
    window.sdk.eventEmitter.on('ready', ({ isReady }) => seen.push(`ready ${isReady}`));
    await window.sdk.connectApp('event').then((id) => seen.push(`resolved ${id}`));
    return seen;
  });
  expect(order).toEqual(['ready true', '7', 'resolved 7']);
});

test('what the caller changes after the call does not change the call', async () => {
  await construct(page);
  const changed = () =>
    page.evaluate(() => {
      const params = { as: 'called' };
      const answer = window.sdk.invokeFunction('echo', params) as Promise<unknown>;
      params.as = 'changed';
      return answer;
    });
  expect(await changed()).toMatchObject({ args: ['echo', { as: 'called' }] });
  expect(await changed()).toMatchObject({ args: ['echo', { as: 'called' }] });
});

test('a thousand calls at once each get their own answer', async () => {
  await construct(page);
  const answers = await page.evaluate(() => {
    const calls = Array.from({ length: 1000 }, (_, index) => window.sdk.invokeFunction('echo', { index }));
    return Promise.all(calls as unknown as Promise<{ callId: string; args: [string, { index: number }] }>[]);
  });
  expect(answers.every(({ args }, index) => args[1].index === index)).toBe(true);
  expect(new Set(answers.map(({ callId }) => callId)).size).toBe(1000);
});

/** Made in the page, for most of them cannot cross to it. What the widget makes of data is its own test. */
const wrongInputs = `window.wrongInputs = () => ({
  nothing: [],
  null: [null],
  number: [5],
  empty: [''],
  blank: ['  '],
  longString: ['x'.repeat(1e6)],
  ownProto: [JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}')],
  function: [() => {}],
  functionInside: ['echo', { callback() {} }],
  symbol: [Symbol('s')],
  proxy: [new Proxy({}, {})],
  domNode: [document.body],
  window: [window],
  promise: ['echo', Promise.resolve()],
  weakMap: [new WeakMap()],
  cycle: ['echo', (() => { const cycle = {}; cycle.self = cycle; return cycle; })()],
  bigint: ['echo', 10n],
  throwingGetter: ['echo', { get secret() { throw new Error('getter'); } }],
  nan: ['echo', { nan: NaN, infinity: Infinity }],
  loneSurrogate: ['\\ud800'],
  rightToLeft: ['\\u202e\\u200bslack'],
  many: Array(1000).fill('x'),
  deep: ['echo', JSON.parse('{"a":'.repeat(5000) + '1' + '}'.repeat(5000))],
})`;
const uncloneable = [
  'function',
  'functionInside',
  'symbol',
  'proxy',
  'domNode',
  'window',
  'promise',
  'weakMap',
  'throwingGetter',
];

/** How every wrong input ended: `value`, or the code. Anything that is not an IntegryError is named. */
function endings(name: string): Promise<Record<string, string>> {
  return page.evaluate(async (method) => {
    const { wrongInputs } = window as unknown as { wrongInputs: () => Record<string, unknown[]> };
    const ends: Record<string, string> = {};
    for (const [label, args] of Object.entries(wrongInputs())) {
      let promise: Promise<unknown>;
      try {
        promise = window.sdk[method]!(...args);
      } catch {
        ends[label] = 'thrown';
        continue;
      }
      ends[label] = await promise.then(
        () => 'value',
        (error: { name: string; code: string }) => (error.name === 'IntegryError' ? error.code : String(error)),
      );
    }
    return ends;
  }, name);
}

test.each(widgetMethodNames)('%s settles whatever it is given', async (name) => {
  await page.addScriptTag({ content: wrongInputs });
  await construct(page);
  const whileStarting = await endings(name);
  const whenReady = await endings(name);
  expect(whenReady).toEqual(whileStarting);
  for (const [label, end] of Object.entries(whenReady)) {
    if (uncloneable.includes(label)) expect([label, end]).toEqual([label, 'invalid_argument']);
    else expect(['value', 'invalid_argument']).toContain(end);
  }
  await page.evaluate(() => window.sdk.destroy());
  expect(new Set(Object.values(await endings(name)))).toEqual(new Set(['destroyed']));
  expect(errors).toEqual([]);
});

const badConfigs = `window.badConfigs = [
  undefined, null, 5, 'config', [], {}, new Proxy({}, { get() { throw new Error('trap'); } }),
  { appKey: 'ak_1' }, { appKey: 'ak_1', userId: 'u' }, { appKey: 'ak_1', hash: 'h' }, { hash: 'h', userId: 'u' },
  { appKey: 'ak_1', hash: 'h', userId: 42 }, { appKey: '  ', hash: 'h', userId: 'u' }, { appKey: 'ak_1', hash: 'h', user: null },
  { appKey: 'ak_1', hash: 'h', userId: 'a\\ud800' }, { appKey: 'ak_1', hash: 'h', userId: 'a', user: { userId: 'b' } },
  { appKey: 'ak_1', hash: 'h', userId: 'u', baseUrl: 'connect.example' }, { appKey: 'ak_1', hash: 'h', userId: 'u', baseUrl: 'ftp://x' },
  { appKey: 'ak_1', hash: 'h', userId: 'u', baseUrl: 'javascript:alert(1)' }, { appKey: 'ak_1', token: 5, userId: 'u' },
]`;

test('a bad configuration never throws: error fires, and every method rejects with invalid_config', async () => {
  await page.addScriptTag({ content: badConfigs });
  const ends = await page.evaluate(async () => {
    const codes: string[][] = [];
    for (const config of (window as unknown as { badConfigs: never[] }).badConfigs) {
      const sdk = new window.IntegryJS(config);
      const error = new Promise<string>((resolve) => sdk.eventEmitter.on('error', ({ code }) => resolve(code)));
      const codeOf = (promise: Promise<unknown>) =>
        promise.then(
          () => 'value',
          (failure: { code: string }) => failure.code,
        );
      codes.push(await Promise.all([error, codeOf(sdk.connectApp('slack')), codeOf(sdk.showApps())]));
      await sdk.destroy();
      codes.at(-1)!.push(await codeOf(sdk.isAppConnected('slack')));
    }
    return codes;
  });
  expect(ends).toHaveLength(20);
  for (const end of ends) expect(end).toEqual(['invalid_config', 'invalid_config', 'invalid_config', 'destroyed']);
  expect(await page.locator('dialog').count()).toBe(0);
  expect(errors).toEqual([]);
});

test('the helpers that cannot work in a browser say so', async () => {
  const codes = await page.evaluate(() =>
    Promise.all(
      [window.IntegryJS.Helpers.getAuthHash('u', 's'), window.IntegryJS.Helpers.getFunctionTools('f')].map((helper) =>
        (helper as Promise<unknown>).catch(({ code, message }: { code: string; message: string }) => [code, message]),
      ),
    ),
  );
  expect(codes).toEqual([
    ['not_supported', expect.stringContaining('integry-js/server')],
    ['not_available', expect.anything()],
  ]);
});
