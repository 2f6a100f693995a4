import type { Browser } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { widgetMethodNames } from '#bridge-protocol/method-names.ts';
import { launchOptions } from '#scripts/browser/launch-options.ts';
import { startFakeServer, type FakeServer } from './testing/fake-server.ts';
import { call, construct, events, openBrowser, openHostPage, type HostPage } from './testing/host-page.ts';

let browser: Browser;
let server: FakeServer;
let host: HostPage | undefined;

beforeAll(async () => (browser = await openBrowser(await launchOptions())));
afterAll(() => browser.close());
beforeEach(async () => (server = await startFakeServer()));
afterEach(async () => {
  await host?.page.close();
  server.close();
});

async function open(query = ''): Promise<HostPage> {
  return (host = await openHostPage(browser, `${server.hostUrl}/${query}`));
}

test('becomes ready with the server the script came from, and posts the identity as a form', async () => {
  const { page, errors } = await open();
  await construct(page);
  expect(await events(page)).toEqual([['ready', { isReady: true }]]);
  expect(server.state.posts).toEqual([{ app_key: 'ak_1', user_id: 'u 1', hash: 'good' }]);
  const frame = page.locator('dialog > iframe');
  expect(await frame.getAttribute('src')).toBe(`${server.serverUrl}/embed/1/ak_1?o=${server.hostUrl}`);
  expect(await frame.isVisible()).toBe(false);
  expect(errors).toEqual([]);
});

test('a late listener still gets ready, once and not at once', async () => {
  const { page } = await open();
  await construct(page);
  await events(page);
  const order = await page.evaluate(async () => {
    const seen: string[] = [];
    window.sdk.eventEmitter.once('ready', () => void seen.push('once'));
    window.sdk.eventEmitter.on('ready', () => void seen.push('on'));
    seen.push('registered');
    await new Promise((resolve) => setTimeout(resolve));
    return seen;
  });
  expect(order).toEqual(['registered', 'once', 'on']);
});

test('works without new, from the head before there is a body, and without touching the configuration', async () => {
  const { page } = await open('?scripts=early');
  expect(await events(page)).toEqual([['ready', { isReady: true }]]);
  expect(await page.evaluate(() => window.sdk instanceof window.IntegryJS)).toBe(true);
});

test('destroyed before there is a body, opens no frame once there is one', async () => {
  const { page, errors } = await open();
  await page.evaluate(() => document.body.remove());
  const session = page.waitForResponse('**/sessions');
  await construct(page);
  await (await session).finished();
  const frames = await page.evaluate(async () => {
    await window.sdk.destroy();
    document.documentElement.append(document.createElement('body'));
    document.dispatchEvent(new Event('DOMContentLoaded'));
    await new Promise((resolve) => setTimeout(resolve));
    return document.querySelectorAll('dialog').length;
  });
  expect(frames).toBe(0);
  expect(errors).toEqual([]);
});

test('a wrong hash: error once, ready never, and methods reject with its code', async () => {
  const { page } = await open();
  await construct(page, { hash: 'bad' });
  expect(await events(page)).toEqual([['error', { code: 'invalid_hash', message: 'The hash is wrong.' }]]);
  expect(await call(page, 'isAppConnected', 'echo')).toMatchObject({
    name: 'IntegryError',
    code: 'invalid_hash',
    requestId: 'req_9',
  });
  expect(server.state.posts).toHaveLength(1);
  expect(await page.locator('dialog').count()).toBe(0);
  expect(await page.evaluate(() => window.events.length)).toBe(1);
});

test('a server that was down is tried again by the next call, and ready still fires', async () => {
  const { page } = await open();
  server.state.sessions = 'down';
  await construct(page);
  expect(await events(page)).toMatchObject([['error', { code: 'server_unreachable' }]]);
  const endings = await Promise.all(widgetMethodNames.map((name) => call(page, name, 'echo')));
  for (const ending of endings) expect(ending).toMatchObject({ code: 'server_unreachable' });
  server.state.sessions = 'working';
  expect(await call(page, 'isAppConnected', 'echo')).toMatchObject({ value: { args: ['echo'] } });
  expect(await events(page, 2)).toMatchObject([
    ['error', {}],
    ['ready', {}],
  ]);
});

test('an answer that is none of the server is a server_error', async () => {
  const { page } = await open();
  server.state.sessions = 'html';
  await construct(page);
  expect(await events(page)).toMatchObject([['error', { code: 'server_error' }]]);
});

test('a widget that does not answer is given up after ten seconds', async () => {
  const { page } = await open();
  await page.clock.install();
  server.state.widget = 'mute';
  await construct(page);
  await page.waitForFunction(() => document.querySelector('iframe'));
  await page.clock.fastForward(10_000);
  expect(await events(page)).toMatchObject([['error', { code: 'server_unreachable' }]]);
  expect(await page.locator('dialog').count()).toBe(0);
});

test('a widget of another protocol ends the start at once', async () => {
  const { page } = await open();
  server.state.greeting = 'mismatch';
  await construct(page);
  expect(await events(page)).toMatchObject([['error', { code: 'protocol_mismatch' }]]);
});

test.each(['frame-src', 'connect-src'])(
  'a page whose CSP forbids us in %s is told the directive',
  async (directive) => {
    const { page } = await open(`?csp=${encodeURIComponent(`${directive} 'self'`)}`);
    await construct(page);
    const [[name, error]] = (await events(page)) as [[string, { code: string; message: string }]];
    expect([name, error.code]).toEqual(['error', 'csp_blocked']);
    expect(error.message).toContain(`${server.serverUrl} in ${directive}`);
  },
);

test('runs under a CSP without inline styles and with Trusted Types', async () => {
  const csp = `default-src 'none'; script-src ${server.serverUrl}; frame-src ${server.serverUrl}; connect-src ${server.serverUrl}; require-trusted-types-for 'script'; trusted-types 'none'`;
  const { page, errors } = await open(`?csp=${encodeURIComponent(csp)}`);
  const violations: string[] = [];
  page.on('console', (message) => message.type() === 'error' && violations.push(message.text()));
  await construct(page);
  await events(page);
  await page.evaluate(() => void window.sdk.connectApp('open'));
  await page.locator('dialog[open]').waitFor();
  const box = await page.locator('dialog').boundingBox();
  expect(box).toEqual({ x: 0, y: 0, ...page.viewportSize() });
  expect([...violations, ...errors]).toEqual([]);
});

test('a token function is asked for every session, once for all who wait', async () => {
  const { page } = await open();
  await page.evaluate(() => {
    let calls = 0;
    const token = async () => `jwt-${++calls}`;
    window.sdk = window.IntegryJS({ appKey: 'ak_1', userId: 'u', token }) as Window['sdk'];
  });
  const fresh = () => call(page, 'isAppConnected', 'session', 'token-1');
  expect(await Promise.all([fresh(), fresh(), fresh()])).toEqual(
    Array(3).fill({ value: { ok: true, value: expect.objectContaining({ token: 'token-2' }) } }),
  );
  expect(server.state.posts.map((form) => form.token)).toEqual(['jwt-1', 'jwt-2']);
});

test('the session is renewed ahead of its end, whatever the clock of the server says', async () => {
  const { page } = await open();
  await page.clock.install();
  server.state.life = -5000;
  await construct(page);
  await events(page);
  expect(server.state.posts).toHaveLength(1);
  const posted = page.waitForResponse('**/sessions');
  await page.clock.fastForward(480_001);
  await posted;
  expect(server.state.posts).toHaveLength(2);
});

test('the second script tag leaves the first one alone', async () => {
  const { page, errors } = await open();
  const same = await page.evaluate(async (source) => {
    const first = window.IntegryJS;
    const script = Object.assign(document.createElement('script'), { src: source });
    await new Promise((resolve) => document.head.append(Object.assign(script, { onload: resolve })));
    return first === window.IntegryJS;
  }, `${server.serverUrl}/v1/integry.js`);
  expect(same).toBe(true);
  expect(errors).toEqual([]);
});

test('the stub keeps calls and listeners until the script has come', async () => {
  const { page, errors } = await open('?scripts=stub');
  await construct(page);
  const mistake = call(page, 'noSuchMethod');
  const answer = call(page, 'isAppConnected', 'echo', 'early');
  await page.evaluate((source) => {
    document.head.append(Object.assign(document.createElement('script'), { src: source, async: true }));
  }, `${server.serverUrl}/v1/integry.js`);
  expect(await mistake).toMatchObject({ name: 'TypeError' });
  expect(await answer).toMatchObject({ value: { args: ['echo', 'early'] } });
  expect(await events(page)).toEqual([['ready', { isReady: true }]]);
  expect(await call(page, 'isAppConnected', 'echo', 'stale reference')).toMatchObject({
    value: { args: ['echo', 'stale reference'] },
  });
  expect(errors).toEqual([]);
});

test('the stub gives up on a script that does not come', async () => {
  const { page } = await open('?scripts=none');
  await page.clock.install();
  await page.goto(`${server.hostUrl}/?scripts=stub`);
  await construct(page);
  const answer = call(page, 'isAppConnected', 'echo');
  await page.clock.fastForward(30_000);
  expect(await answer).toMatchObject({ name: 'IntegryError', code: 'server_unreachable' });
  expect(await events(page)).toMatchObject([['error', { code: 'server_unreachable' }]]);
});
