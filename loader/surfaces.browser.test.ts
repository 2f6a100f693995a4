import type { Browser, FrameLocator, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchOptions } from '#scripts/browser/launch-options.ts';
import { startFakeServer, type FakeServer } from './testing/fake-server.ts';
import { call, construct, events, openBrowser, openHostPage } from './testing/host-page.ts';

let browser: Browser;
let server: FakeServer;
let page: Page;
let errors: string[];
let surface: FrameLocator;

beforeAll(async () => (browser = await openBrowser(await launchOptions())));
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startFakeServer();
  ({ page, errors } = await openHostPage(browser, server.hostUrl));
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<main><div id="box"></div></main>'));
  surface = page.frameLocator('#box iframe');
  await construct(page);
  await events(page);
});
afterEach(async () => {
  expect(errors).toEqual([]);
  await page.close();
  server.close();
});

const frames = () => page.locator('iframe').count();
const title = (frame: FrameLocator) => frame.locator('html').evaluate(() => document.title);

/** Shows a surface that stays, and keeps its handle. */
async function show(method: string, ...args: unknown[]): Promise<void> {
  await page.evaluate(
    async ([name, given]) => void Object.assign(window, { handle: await window.sdk[name]!(...given) }),
    [method, args] as const,
  );
}

test.each([
  ['showApps', 'INLINE', 'box', 'COMPACT'],
  ['showApps', { renderMode: 'INLINE', containerId: 'box' }],
  ['showApp', 'slack', 'INLINE', 'box'],
  ['showApp', 'slack', { renderMode: 'INLINE', containerId: 'box' }],
  ['showConnectedAccounts', 'slack', 'INLINE', 'box', 'COMFORTABLE'],
])('an INLINE surface has an iframe of its own, in its container: %s %j', async (method, ...args) => {
  // The fake wants a string first.
  if (typeof args[0] !== 'string') {
    expect(await call(page, method, ...args)).toMatchObject({ code: 'invalid_argument' });
  } else {
    await show(method, ...args);
    expect(await title(surface)).toBe('surface');
    await page.evaluate('handle.close()');
  }
  expect(await page.locator('#box iframe').count()).toBe(0);
  expect(await frames()).toBe(1);
});

test('a MODAL surface is shown by the core, and its handle closes that very surface', async () => {
  await show('showApps', 'MODAL');
  expect(await frames()).toBe(1);
  await page.evaluate('handle.close()');
  expect(await title(page.frameLocator('dialog iframe'))).toMatch(/closed [0-9a-f-]{36}$/);
});

test('it takes the height and the name that the widget gives it', async () => {
  await show('showApp', 'size', 'INLINE', 'box');
  const iframe = page.locator('#box iframe');
  expect(await iframe.evaluate(({ clientHeight, title }: HTMLIFrameElement) => [clientHeight, title])).toEqual([
    432,
    'Apps',
  ]);
});

test.each(['nowhere', undefined])('a container that is not there rejects: %s', async (id) => {
  expect(await call(page, 'showApps', 'INLINE', id)).toMatchObject({ code: 'unknown_container' });
  expect(await frames()).toBe(1);
});

test.each([
  ['showFunction', 'answer', { limit: 5 }],
  ['showFunction', 'answer', { params: { limit: 5 } }, 'INLINE', 'box'],
  ['showFunction', 'answer', { renderMode: 'INLINE', containerId: 'box' }],
  ['showFunctionUI', 'answer', { limit: 5 }, '12', true],
])('a form resolves with the answer, and is gone: %s %j', async (method, ...args) => {
  expect(await call(page, method, ...args)).toEqual({ value: { answer: args } });
  expect(await frames()).toBe(1);
});

test('what a form tells reaches the page’s own function, whose errors are the page’s', async () => {
  const told = await page.evaluate(async () => {
    const seen: unknown[] = [];
    const onChangeCallback = (change: unknown): void => void seen.push(change);
    const given = { params: { a: 1 }, onChangeCallback };
    const answer = await window.sdk.showFunction('answer', given, 'INLINE', 'box');
    return { seen, answer, isKept: given.onChangeCallback === onChangeCallback };
  });
  expect(told).toEqual({
    seen: [{ value: 'changed' }],
    answer: { answer: ['answer', { params: { a: 1 } }, 'INLINE', 'box'] },
    isKept: true,
  });
});

test('a form whose container leaves the page is cancelled', async () => {
  const pending = call(page, 'showFunction', 'hang', {}, 'INLINE', 'box');
  await surface.locator('#inside').waitFor();
  await page.evaluate(() => document.querySelector('main')!.remove());
  expect(await pending).toMatchObject({ code: 'function_cancelled' });
  expect(await frames()).toBe(1);
});

test('what the widget refuses rejects, and the iframe is gone', async () => {
  expect(await call(page, 'showApp', 'refuse', 'INLINE', 'box')).toMatchObject({ code: 'unknown_app' });
  expect(await frames()).toBe(1);
});

test('a container that leaves the page takes its surface along, wherever it stood', async () => {
  await show('showApp', 'slack', 'INLINE', 'box');
  const pending = call(page, 'showApp', 'hang', 'INLINE', 'box');
  await expect.poll(frames).toBe(3);
  await page.evaluate(() => document.querySelector('main')!.remove());
  expect(await pending).toMatchObject({ code: 'bridge_lost' });
  expect(await frames()).toBe(1);
  expect(await call(page, 'isAppConnected', 'echo')).toMatchObject({ value: { document: 1 } });
});

test('core events reach the emitter once, and every surface as "fetch again"', async () => {
  await show('showApp', 'slack', 'INLINE', 'box');
  await call(page, 'connectApp', 'event');
  expect((await page.evaluate(() => window.events)).map(([name]) => name)).toEqual(['ready', 'app-connected']);
  await expect.poll(() => title(surface)).toBe('surface refreshed');
});

test('a surface connects apps through the core', async () => {
  await show('showApp', 'connect', 'INLINE', 'box');
  expect(await title(page.frameLocator('dialog iframe'))).toBe('core');
});

test('a surface whose iframe is reloaded shows the same again', async () => {
  await show('showApp', 'size', 'INLINE', 'box');
  await page.evaluate(() =>
    document.querySelector<HTMLElement>('#box iframe')!.style.setProperty('height', '7px', 'important'),
  );
  await surface.locator('html').evaluate(() => location.reload());
  await expect.poll(() => page.locator('#box iframe').evaluate((iframe) => iframe.clientHeight)).toBe(432);
});

test('a reload of the core leaves a surface that is still loading alone', async () => {
  const pending = call(page, 'showApp', 'hang', 'INLINE', 'box');
  await surface.locator('#inside').waitFor();
  await call(page, 'disconnectApp', 'reload');
  await call(page, 'isAppConnected', 'echo');
  await page.evaluate(() => window.sdk.destroy());
  expect(await pending).toMatchObject({ code: 'destroyed' });
  expect(await frames()).toBe(0);
});

const greeted = (frame: FrameLocator) =>
  frame.locator('html').evaluate(() => (window as unknown as { greeted: unknown }).greeted);

test('every frame is greeted with the look, which an update changes for those there are and those to come', async () => {
  await page.evaluate(() => window.sdk.destroy());
  await page.evaluate(() => Object.assign(document.documentElement, { lang: 'fr', dir: 'ltr' }));
  await construct(page, { appearance: { scheme: 'dark' }, locale: 'de', other: 1 });
  const core = page.frameLocator('dialog iframe');
  await show('showApp', 'slack', 'INLINE', 'box');
  const look = { appearance: { scheme: 'dark' }, locale: 'de', texts: undefined };
  for (const frame of [core, surface]) expect(await greeted(frame)).toEqual({ look, page: { lang: 'fr', dir: 'ltr' } });

  expect(await call(page, 'update', { refused: true })).toMatchObject({ code: 'invalid_argument' });
  expect(await call(page, 'update', { locale: 'es' })).toEqual({ value: undefined });
  await expect.poll(() => title(surface)).toBe('surface locale,es');
  expect(await title(core)).toBe('core locale,es');
  await surface.locator('html').evaluate(() => location.reload());
  await expect.poll(() => greeted(surface)).toMatchObject({ look: { locale: 'es' } });
});

test('a look that is no data is a wrong config', async () => {
  const ending = await page.evaluate(() => {
    const sdk = new window.IntegryJS({
      appKey: 'ak_1',
      userId: 'u',
      hash: 'good',
      texts: { title: (() => 'x') as never },
    });
    return sdk.isAppConnected('slack').catch(({ code, message }) => [code, message]);
  });
  expect(ending).toEqual(['invalid_config', 'appearance, locale or texts holds what is not data']);
});

/** How an update by the handle ended */
const update = (options: unknown) =>
  page.evaluate(
    (given) =>
      (window as unknown as { handle: { update(options: unknown): Promise<void> } }).handle.update(given).then(
        () => 'done',
        ({ code }) => code,
      ),
    options,
  );

test('a handle updates its own surface, also in the document after it', async () => {
  await show('showApp', 'slack', 'INLINE', 'box');
  expect(await update({ layout: 'COMPACT' })).toBe('done');
  expect(await title(surface)).toBe('surface layout,COMPACT');
  expect(await update({ refused: true })).toBe('invalid_argument');
  await surface.locator('html').evaluate(() => location.reload());
  await expect.poll(() => title(surface)).toBe('surface layout,COMPACT');
  await page.evaluate('handle.close()');
  expect(await update({ layout: 'COMPACT' })).toBe('unknown_surface');

  await show('showApp', 'slack', 'MODAL');
  expect(await update({ layout: 'COMPACT' })).toBe('done');
  expect(await title(page.frameLocator('dialog iframe'))).toBe('core layout,COMPACT');
});

test('a session that is refused rejects', async () => {
  await page.evaluate(() => window.sdk.destroy());
  await construct(page, { hash: 'bad' });
  expect(await call(page, 'showApp', 'hang', 'INLINE', 'box')).toMatchObject({ code: 'invalid_hash' });
  expect(await frames()).toBe(0);
});
