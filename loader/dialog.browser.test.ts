import type { Browser, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchOptions } from '#scripts/browser/launch-options.ts';
import { startFakeServer, type FakeServer } from './testing/fake-server.ts';
import { call, construct, events, openBrowser, openHostPage } from './testing/host-page.ts';

/** What the dialog and the containers are for the page around them. */
let browser: Browser;
let server: FakeServer;
let page: Page;

beforeAll(async () => {
  const options = await launchOptions();
  // With scrollbars that take room, as on most desktops
  browser = await openBrowser({ ...options, ignoreDefaultArgs: ['--disable-popup-blocking', '--hide-scrollbars'] });
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startFakeServer();
  ({ page } = await openHostPage(browser, server.hostUrl));
  await construct(page);
  await events(page);
});
afterEach(async () => {
  await page.close();
  server.close();
});

const isOpen = () => page.evaluate(() => document.querySelector<HTMLDialogElement>('dialog[data-integry]')!.open);
const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);
/** The fake opens the dialog and never answers. */
async function openDialog(): Promise<void> {
  void call(page, 'connectApp', 'open').catch(() => undefined);
  await expect.poll(isOpen).toBe(true);
}
async function closeDialog(): Promise<void> {
  await call(page, 'disconnectApp', 'close');
  await expect.poll(isOpen).toBe(false);
}
const place = () =>
  page.evaluate(() => {
    const { left, width } = document.querySelector('#outside')!.getBoundingClientRect();
    return {
      left,
      width,
      scrollY,
      room: document.body.clientWidth,
      style: document.documentElement.getAttribute('style'),
    };
  });

test('it is a dialog with a name, and the page behind keeps its place, its width and its scroll position', async () => {
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('#outside')!.style.cssText = 'display:block;width:100%';
    scrollTo(0, 200);
  });
  expect(await page.evaluate(() => innerWidth - document.documentElement.clientWidth)).toBeGreaterThan(0);
  const before = await place();
  await openDialog();
  await page.getByRole('dialog', { name: 'Connect Slack' }).waitFor();
  expect(await place()).toEqual(before);
  await page.mouse.wheel(0, 500);
  await page.keyboard.press('PageDown');
  expect(await place()).toEqual(before);
  await closeDialog();
  expect(await place()).toEqual(before);
  await page.mouse.wheel(0, 500);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(200);
});

test('a page without a scrollbar is given no room for one', async () => {
  await page.evaluate(() => document.querySelector('div')!.remove());
  const before = await place();
  await openDialog();
  expect(await place()).toEqual(before);
});

test('the focus goes in, and back to where it was; where that is gone, to the page', async () => {
  await page.locator('#outside').focus();
  await openDialog();
  await expect.poll(focused).toBe('IFRAME');
  await closeDialog();
  expect(await focused()).toBe('outside');

  await page.evaluate(() => document.body.insertAdjacentHTML('afterbegin', '<button id="opener">Open</button>'));
  await page.locator('#opener').focus();
  await openDialog();
  await page.evaluate(() => document.querySelector('#opener')!.remove());
  await closeDialog();
  // With the next frame: until then the browser names what it no longer shows.
  await expect.poll(focused).toBe('BODY');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('outside');
});

test('it comes over a modal dialog of the page, which has the focus again after it', async () => {
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<dialog id="own"><button id="inside-own">x</button></dialog>');
    document.querySelector<HTMLDialogElement>('#own')!.showModal();
  });
  await openDialog();
  const onTop = () => page.evaluate(() => document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.tagName);
  expect(await onTop()).toBe('IFRAME');
  await page.frameLocator('dialog iframe').locator('#inside').click();
  await closeDialog();
  expect(await focused()).toBe('inside-own');
  expect(await page.evaluate(() => document.querySelector<HTMLDialogElement>('#own')!.open)).toBe(true);
});

test('it works while the rest of the page is inert, clipped and transformed', async () => {
  await page.evaluate(() => {
    document.querySelector('#outside')!.toggleAttribute('inert');
    document.documentElement.style.cssText = 'overflow:clip;perspective:1px';
    document.body.style.cssText = 'transform:scale(.5);filter:blur(1px);overflow:hidden;height:10px;contain:strict';
  });
  await openDialog();
  const box = await page.locator('dialog iframe').boundingBox();
  expect(box).toEqual({ x: 0, y: 0, ...page.viewportSize() });
  await page.frameLocator('dialog iframe').locator('#inside').click();
});

/** The surfaces' iframes in the container, by their heights */
const heights = () => page.locator('#box iframe').evaluateAll((all) => all.map(({ clientHeight }) => clientHeight));

test('two surfaces share a container, a container is used again, and may move with what it holds', async () => {
  await page.evaluate(() => document.body.insertAdjacentHTML('afterbegin', '<div id="box"></div><main></main>'));
  const show = (behaviour: string) =>
    page.evaluateHandle((name) => window.sdk.showApp(name, 'INLINE', 'box'), behaviour);
  const first = await show('size');
  const second = await show('slack');
  expect(await heights()).toEqual([432, 320]);
  await first.evaluate((handle) => handle.close());
  expect(await heights()).toEqual([320]);
  await second.evaluate((handle) => handle.close());
  await show('size');
  expect(await heights()).toEqual([432]);

  await page.evaluate(() => document.querySelector('main')!.append(document.querySelector('#box')!));
  await expect
    .poll(() =>
      page
        .frameLocator('#box iframe')
        .locator('html')
        .evaluate(() => document.title),
    )
    .toBe('surface');
  await expect.poll(() => page.locator('#box iframe').getAttribute('title')).toBe('Apps');
  expect(await heights()).toEqual([432]);
  expect(await call(page, 'isAppConnected', 'echo')).toMatchObject({ value: { document: 1 } });
});

test('a container that is hidden when it leaves takes its surface along at the next call', async () => {
  await page.evaluate(() => document.body.insertAdjacentHTML('afterbegin', '<div id="box"></div>'));
  const handle = await page.evaluateHandle(() => window.sdk.showApp('size', 'INLINE', 'box'));
  await page.evaluate(() => (document.querySelector<HTMLElement>('#box')!.hidden = true));
  await page.evaluate(() => document.querySelector('#box')!.remove());
  await call(page, 'isAppConnected', 'echo');
  const update = handle.evaluate((shown) => shown.update({}).catch(({ code }: { code: string }) => code));
  expect(await update).toBe('unknown_surface');
});
