import { expect, test } from '@playwright/test';
import { GalleryPage } from '../gallery/gallery-page.ts';
import type { Setting } from '../gallery/gallery-page.ts';

/** Each state in both themes and both layouts, by two pictures. */
const settings: [setting: Setting, size: { width: number; height: number }][] = [
  [
    { theme: 'light', layout: 'wide', mode: 'modal', locale: 'en' },
    { width: 960, height: 720 },
  ],
  [
    { theme: 'dark', layout: 'narrow', mode: 'modal', locale: 'en' },
    { width: 320, height: 640 },
  ],
];

for (const [setting, size] of settings) {
  const { theme, layout } = setting;
  test(`${theme}, ${layout}: every state looks as it did`, async ({ page }) => {
    await page.setViewportSize(size);
    const gallery = await GalleryPage.open(page, theme);
    for (const state of gallery.states) {
      await gallery.show(state, setting);
      await expect.soft(page).toHaveScreenshot(`${state.replace('/', '-')}-${theme}-${layout}.png`);
    }
  });
}
