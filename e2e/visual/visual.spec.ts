import { expect, test } from '@playwright/test';
import { GalleryPage } from '../gallery/gallery-page.ts';
import type { Setting } from '../gallery/gallery-page.ts';

const narrow: Setting = { theme: 'light', layout: 'narrow', mode: 'modal', locale: 'en' };
const wide: Setting = { theme: 'dark', layout: 'wide', mode: 'modal', locale: 'en' };

/** What a wide, dark picture shows and the others do not: some of each screen, so that the baselines stay small. */
const shownWide = [
  ...['marketplace/groups', 'marketplace/loading', 'app/many-functions', 'accounts/needs-reconnect'],
  ...[
    'accounts/disconnect-question',
    'connect/ways',
    'connect/every-field-missing',
    'connect/connected',
    'functions/all',
    'function/nested',
  ],
];

async function compare(gallery: GalleryPage, state: string, setting: Setting): Promise<void> {
  await gallery.show(state, setting);
  await expect.soft(gallery.page).toHaveScreenshot(`${state.replace('/', '-')}-${setting.layout}.png`);
}

test('every state looks as it did: light, narrow', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const gallery = await GalleryPage.open(page, narrow.theme);
  // Long texts make large pictures, and are measured in e2e/gallery.
  const states = gallery.states.filter((state) => !state.includes('long-text'));
  for (const state of states) await compare(gallery, state, narrow);
});

test('every screen looks as it did: dark, wide', async ({ page }) => {
  await page.setViewportSize({ width: 960, height: 720 });
  const gallery = await GalleryPage.open(page, wide.theme);
  for (const state of shownWide) await compare(gallery, state, wide);
});
