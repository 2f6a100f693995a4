import type { Browser, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
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
  await construct(page);
  await events(page);
});
afterEach(async () => {
  expect(errors).toEqual([]);
  await page.close();
  server.close();
});

/** Answers once the sheet is open; `ending` is how the call ends, if it does before the page closes. */
async function openSheet(): Promise<{ ending: Promise<unknown> }> {
  const ending = call(page, 'connectApp', 'open').catch(() => 'page closed');
  await page.locator('dialog[open]').waitFor();
  return { ending };
}

test('after a reload of the iframe, reads are repeated under the same id and writes reject with bridge_lost', async () => {
  const read = call(page, 'getFunction', 'later');
  const write = call(page, 'invokeFunction', 'hang');
  void call(page, 'disconnectApp', 'reload');
  expect(await write).toMatchObject({ code: 'bridge_lost' });
  expect(await read).toMatchObject({ value: { args: ['later'], document: 2 } });
  expect(await call(page, 'invokeFunction', 'echo')).toMatchObject({ value: { document: 2 } });
  expect(await page.evaluate(() => window.events)).toEqual([['ready', { isReady: true }]]);
});

test('ten reloads in a row are survived', async () => {
  for (let document = 2; document <= 11; document++) {
    expect(await call(page, 'disconnectApp', 'reload')).toMatchObject({ code: 'bridge_lost' });
    expect(await call(page, 'isAppConnected', 'echo')).toMatchObject({ value: { document } });
  }
});

test('an iframe that is reloaded into an error page is given up, and tried again by the next call', async () => {
  await page.clock.install();
  server.state.widget = 'broken';
  const read = call(page, 'getFunction', 'later');
  const write = call(page, 'disconnectApp', 'reload');
  await page.waitForResponse('**/embed/**');
  await page.frameLocator('iframe').getByText('broken').waitFor({ state: 'attached' });
  await page.clock.fastForward(10_000);
  expect(await write).toMatchObject({ code: 'bridge_lost' });
  await page.clock.fastForward(10_000);
  expect(await read).toMatchObject({ code: 'server_unreachable' });
  server.state.widget = 'working';
  expect(await call(page, 'isAppConnected', 'echo')).toMatchObject({ value: { document: 2 } });
});

test('a widget that ends the connection gets a new iframe', async () => {
  expect(await call(page, 'invokeFunction', 'end')).toMatchObject({ code: 'bridge_lost' });
  expect(await call(page, 'isAppConnected', 'echo')).toMatchObject({ value: { document: 2 } });
});

test.each(['document.body.replaceChildren()', 'document.body.replaceWith(document.createElement("body"))'])(
  'a page that removes the iframe by %s gets a new one',
  async (removal) => {
    const read = call(page, 'getFunction', 'later');
    const write = call(page, 'invokeFunction', 'hang');
    await page.evaluate(removal);
    expect(await write).toMatchObject({ code: 'bridge_lost' });
    expect(await read).toMatchObject({ value: { document: 2 } });
    expect(await call(page, 'isAppConnected', 'echo')).toMatchObject({ value: { document: 2 } });
    expect(await page.locator('dialog').count()).toBe(1);
  },
);

test('the sheet takes the focus without a reload, keeps the page from scrolling, and gives everything back', async () => {
  await page.evaluate(() => document.documentElement.style.setProperty('overflow', 'scroll'));
  const before = await page.evaluate(() => document.documentElement.outerHTML);
  await page.locator('#outside').focus();
  await openSheet();
  expect(await page.locator('dialog').getAttribute('aria-label')).toBe('Connect Slack');
  expect(await page.locator('iframe').getAttribute('title')).toBe('Connect Slack');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).overflowY)).toBe('hidden');
  await page.mouse.move(100, 100);
  await page.mouse.wheel(0, 500);
  expect(server.state.documents).toBe(1);

  await call(page, 'isAppConnected', 'close');
  await page.locator('dialog:not([open])').waitFor({ state: 'attached' });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('outside');
  expect(await page.evaluate(() => [document.documentElement.style.overflow, scrollY])).toEqual(['scroll', 0]);
  expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
  await page.evaluate(() => window.sdk.destroy());
  expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before.replace(/<dialog.*<\/dialog>/, ''));
});

test('styles of the host page do not reach the dialog', async () => {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`dialog, iframe { display: flex !important; width: 50px !important; opacity: 0 !important;
      padding: 9px !important; transform: scale(2) !important }
      dialog::backdrop { background: red !important } :root { color-scheme: dark }`);
    document.adoptedStyleSheets.push(sheet);
  });
  const frame = page.locator('dialog > iframe');
  expect(await frame.isVisible()).toBe(false);
  await openSheet();
  await frame.waitFor();
  expect(await frame.boundingBox()).toEqual({ x: 0, y: 0, ...page.viewportSize() });
  const styles = await frame.evaluate((element) => {
    const { opacity, colorScheme } = getComputedStyle(element);
    return { opacity, colorScheme, backdrop: getComputedStyle(element.parentElement!, '::backdrop').display };
  });
  expect(styles).toEqual({ opacity: '1', colorScheme: 'light', backdrop: 'none' });
});

const pressEscape = async () => {
  await page.evaluate(() => document.querySelector('dialog')!.focus());
  await page.keyboard.press('Escape');
};

test('Escape in the page asks the widget to end its sheet', async () => {
  await openSheet();
  await pressEscape();
  await page.locator('dialog:not([open])').waitFor({ state: 'attached' });
  await expect.poll(() => server.state.dismissed).toBe(1);
});

test('a sheet whose widget does not answer is closed from the page', async () => {
  await openSheet();
  await page.frames()[1]!.evaluate(() => Object.assign(window, { deaf: true }));
  await pressEscape();
  await page.locator('dialog:not([open])').waitFor({ state: 'attached' });
  expect(server.state.dismissed).toBe(0);
  await openSheet();
  await page.evaluate(() => window.sdk.destroy());
  expect(await page.locator('dialog').count()).toBe(0);
});

test('a dialog that the browser closed by itself counts as cancelled', async () => {
  await openSheet();
  await page.evaluate(() => document.querySelector('dialog')!.close());
  await expect.poll(() => server.state.dismissed).toBe(1);
  expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
});

test('two instances share nothing', async () => {
  const seen = await page.evaluate(async () => {
    const other = new window.IntegryJS({ appKey: 'ak_2', userId: 'other', hash: 'good' });
    const seen: string[] = [];
    other.eventEmitter.on('app-connected', () => seen.push('other'));
    window.sdk.eventEmitter.on('app-connected', () => seen.push('sdk'));
    await other.isAppConnected('echo');
    await window.sdk.connectApp('event');
    await other.destroy();
    await window.sdk.isAppConnected('echo');
    return seen;
  });
  expect(seen).toEqual(['sdk']);
  expect(await page.locator('dialog').count()).toBe(1);
});

test('two open sheets lock the page until the last of them is closed', async () => {
  await openSheet();
  await page.evaluate(async () => {
    const other = new window.IntegryJS({ appKey: 'ak_2', userId: 'other', hash: 'good' });
    window.sdk.other = () => other.destroy();
    void other.connectApp('open').catch(() => {});
    await other.isAppConnected('echo');
  });
  await expect.poll(() => page.locator('dialog[open]').count()).toBe(2);
  await call(page, 'isAppConnected', 'close');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).overflow)).toBe('hidden');
  await page.evaluate(() => window.sdk.other!());
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).overflow)).toBe('visible');
});

test('destroy rejects what is pending, ends an open sheet, and leaves nothing behind', async () => {
  const pending = call(page, 'isAppConnected', 'hang');
  const { ending } = await openSheet();
  await page.evaluate(() => window.sdk.destroy());
  expect([await pending, await ending]).toMatchObject([{ code: 'destroyed' }, { code: 'destroyed' }]);
  expect(server.state.dismissed).toBe(1);
  expect(await page.locator('dialog, iframe').count()).toBe(0);
  expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
  expect(await call(page, 'isAppConnected', 'echo')).toMatchObject({ code: 'destroyed' });
  expect(await page.evaluate(() => window.events)).toEqual([['ready', { isReady: true }]]);
});

test('destroy right after the start leaves nothing behind either', async () => {
  const counts = await page.evaluate(async () => {
    await window.sdk.destroy();
    const listened: string[] = [];
    const sdk = new window.IntegryJS({ appKey: 'ak_2', userId: 'other', hash: 'good' });
    for (const name of ['ready', 'error'] as const) sdk.eventEmitter.on(name, () => listened.push(name));
    const call = sdk.isAppConnected('echo').catch(({ code }: { code: string }) => code);
    await sdk.destroy();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return [await call, document.querySelectorAll('dialog').length, listened.length];
  });
  expect(counts).toEqual(['destroyed', 0, 0]);
});

test('messages of other frames and other origins have no effect', async () => {
  const pending = call(page, 'getFunction', 'hang');
  await page.evaluate(async () => {
    const core = document.querySelector('iframe')!;
    const hostile = document.createElement('iframe');
    hostile.srcdoc = `<script>for (const type of ['SYN', 'ACK1', 'ACK2', 'CALL', 'DESTROY', 'REPLY'])
      parent.postMessage({ namespace: 'penpal', type, participantId: 'x', id: '1', methodPath: ['onEvent'],
        args: [{ type: 'app-connected', payload: {} }] }, '${location.origin}')</script>`;
    document.body.append(hostile);
    await new Promise((resolve) => (hostile.onload = resolve));
    for (const type of ['SYN', 'ACK2', 'DESTROY', 'CALL']) {
      const data = { namespace: 'penpal', type, participantId: 'y', methodPath: ['onEvent'], args: [], id: '2' };
      dispatchEvent(new MessageEvent('message', { data, origin: 'https://evil.example', source: core.contentWindow }));
      dispatchEvent(new MessageEvent('message', { data, origin: new URL(core.src).origin, source: window }));
      dispatchEvent(
        new MessageEvent('message', { data: null, origin: new URL(core.src).origin, source: core.contentWindow }),
      );
    }
    hostile.remove();
  });
  expect(await call(page, 'isAppConnected', 'echo')).toMatchObject({ value: { document: 1 } });
  expect(await page.evaluate(() => window.events.length)).toBe(1);
  await page.evaluate(() => window.sdk.destroy());
  expect(await pending).toMatchObject({ code: 'destroyed' });
});
