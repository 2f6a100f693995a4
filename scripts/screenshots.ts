import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { GalleryPage } from '../e2e/gallery/gallery-page.ts';
import { launchOptions } from './browser/launch-options.ts';

/** `npm run screenshots`: the pictures of the README, taken in the gallery: each light and dark, at twice its size. */
const folder = join(import.meta.dirname, '../docs/images');
const size = { width: 960, height: 600 };
const LARGEST = 100_000;

const pictures = [
  { file: 'marketplace', state: 'marketplace/groups' },
  { file: 'app', state: 'app/connected' },
  { file: 'connect', state: 'connect/api-key' },
  { file: 'form', state: 'function/visible-fields' },
];

/** A page of somebody's behind the sheet, in place of the scrim's grey. */
const backdrop = `
  :root { --scrim: transparent; }
  html { min-height: 100vh; background: linear-gradient(135deg, #dbe7ff, #efe4ff 55%, #ffe9e0); }
  html[data-theme='dark'] { background: linear-gradient(135deg, #14213f, #251a3d 55%, #3a1f2a); }`;

const browser = await chromium.launch(await launchOptions());
const page = await browser.newPage({ viewport: size, deviceScaleFactor: 2 });
mkdirSync(folder, { recursive: true });
for (const theme of ['light', 'dark'] as const) {
  const gallery = await GalleryPage.open(page, theme);
  await page.addStyleTag({ content: backdrop });
  for (const { file, state } of pictures) {
    await gallery.show(state, { theme, layout: 'wide', mode: 'modal', locale: 'en' });
    await page.locator(':focus').blur();
    const picture = await capture(page);
    if (picture.length > LARGEST) throw new Error(`${file}-${theme} has ${picture.length} bytes, above ${LARGEST}.`);
    writeFileSync(join(folder, `${file}-${theme}.webp`), picture);
    console.log(`${file}-${theme}.webp ${picture.length}`);
  }
}
await browser.close();

/** Playwright itself takes no WebP. */
async function capture(shown: Page): Promise<Buffer> {
  const session = await shown.context().newCDPSession(shown);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 82,
    clip: { x: 0, y: 0, ...size, scale: 2 },
  });
  await session.detach();
  return Buffer.from(data, 'base64');
}
