import type { Locator } from '@playwright/test';
import type { HostPage } from '../harness/host-page.ts';
import { expect, test } from '../harness/test.ts';
import { SurfaceView } from '../surfaces/surface.ts';

/** What the browser makes of an element, as far as it decides whether the user sees it whole. */
const shown = (element: Locator) =>
  element.evaluate((node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    const { display, visibility, opacity, transform, clipPath, position, pointerEvents } = getComputedStyle(node);
    const found = document.elementFromPoint(left + width / 2, Math.min(top + height / 2, innerHeight - 1));
    return {
      style: { display, visibility, opacity, transform, clipPath, position, pointerEvents },
      isOnTop: node === found || node.contains(found),
      width,
      height,
    };
  });

test('no style of the host page reaches a surface, in the page or in the dialog', async ({ openHost }) => {
  const host = await openHost({ path: '/isolation/hostile.html' });
  await host.value('showApps', 'INLINE', 'container');
  const inline = new SurfaceView(host.page, 'INLINE');
  await expect(inline.card('Airtable')).toBeVisible();
  const visible = { visibility: 'visible', opacity: '1', transform: 'none', clipPath: 'none', pointerEvents: 'auto' };
  const frame = await shown(host.page.locator('#container iframe'));
  expect(frame).toMatchObject({ isOnTop: true, style: { ...visible, display: 'block', position: 'static' } });
  const room = await host.page.locator('#container').evaluate((node) => node.getBoundingClientRect().width);
  expect(frame.width).toBeCloseTo(room, 0);
  expect(frame.height).toBeGreaterThan(320);
  await inline.card('Airtable').click();
  await expect(inline.heading('Airtable')).toBeVisible();

  await host.value('showApps');
  const modal = new SurfaceView(host.page, 'MODAL');
  await expect(modal.card('Airtable')).toBeVisible();
  const viewport = await host.page.evaluate(() => {
    const { clientWidth, clientHeight } = document.documentElement;
    return { width: clientWidth, height: clientHeight };
  });
  for (const element of [host.page.locator('dialog'), host.page.locator('dialog iframe')]) {
    const { width, height, ...rest } = await shown(element);
    expect(rest).toMatchObject({ isOnTop: true, style: { ...visible, position: 'fixed' } });
    // In the page's own pixels, which it has zoomed
    expect(width / viewport.width).toBeGreaterThan(0.75);
    expect(height / viewport.height).toBeGreaterThan(0.75);
  }
  await modal.card('Airtable').click();
  await expect(modal.heading('Airtable')).toBeVisible();
});

interface Traces {
  globals: string[];
  styles: number;
  classes: string[];
  attributes: string[];
  elements: string[];
  storage: number;
  look: string[];
}

/** Everything that a script can leave in a page, outside of its own elements. */
function traces(host: HostPage): Promise<Traces> {
  return host.page.evaluate(() => {
    const own = (element: Element) => element.matches('dialog, dialog *, #container iframe');
    const elements = [...document.querySelectorAll('*')].filter((element) => !own(element));
    return {
      // A frame is a number of the window.
      globals: Object.getOwnPropertyNames(window)
        .filter((name) => !/^\d+$/.test(name))
        .sort(),
      styles: document.styleSheets.length + document.adoptedStyleSheets.length,
      classes: elements.flatMap(({ classList }) => [...classList]),
      attributes: elements.flatMap((element) =>
        element.getAttributeNames().map((name) => `${element.tagName} ${name}`),
      ),
      elements: elements.map(({ tagName }) => tagName),
      storage: localStorage.length + sessionStorage.length + document.cookie.length,
      look: elements.map((element) => {
        const { font, color, background, display, overflow } = getComputedStyle(element);
        return [element.tagName, font, color, background, display, overflow].join();
      }),
    };
  });
}

test('nothing of ours reaches the host page: no style, class, attribute, element or global', async ({ openHost }) => {
  const path = '/surfaces/host.html';
  const bare = await openHost({ path, start: false });
  const before = await traces(bare);
  await bare.page.goto(new URL('/harness/empty.html', bare.page.url()).href);
  const { globals } = await traces(bare);
  expect(before.globals.filter((name) => !globals.includes(name))).toEqual(['IntegryJS', 'host']);
  await bare.page.close();
  const host = await openHost({ path });
  await host.value('showApps', 'INLINE', 'container');
  await host.value('showApps');
  await expect(host.page.locator('dialog[open]')).toHaveCount(1);
  const open = await traces(host);
  // The page does not scroll while the dialog is open, and this is all.
  expect(open.styles).toBe(before.styles + 1);
  await host.page.keyboard.press('Escape');
  await expect(host.page.locator('dialog[open]')).toHaveCount(0);
  expect(await traces(host)).toEqual(before);
  await host.value('destroy');
  expect(await traces(host)).toEqual(before);
});
