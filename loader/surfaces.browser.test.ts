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

test('a session that is refused rejects', async () => {
  await page.evaluate(() => window.sdk.destroy());
  await construct(page, { hash: 'bad' });
  expect(await call(page, 'showApp', 'hang', 'INLINE', 'box')).toMatchObject({ code: 'invalid_hash' });
  expect(await frames()).toBe(0);
});
