import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import { expect, test } from '@playwright/test';
import { findCutOff } from './cut-off.ts';
import { GalleryPage } from './gallery-page.ts';
import type { Setting } from './gallery-page.ts';

declare global {
  var axe: typeof axeCore;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sizes = { wide: { width: 960, height: 720 }, narrow: { width: 320, height: 640 } };

/** Each theme in each layout, half of them in the page, and the languages with the longest words. */
const settings: Setting[] = [
  { theme: 'light', layout: 'wide', mode: 'modal', locale: 'en' },
  { theme: 'light', layout: 'narrow', mode: 'inline', locale: 'de' },
  { theme: 'dark', layout: 'wide', mode: 'inline', locale: 'fr' },
  { theme: 'dark', layout: 'narrow', mode: 'modal', locale: 'pt-BR' },
];

/** Rule and element of each violation. */
async function findViolations(): Promise<string[]> {
  const options: axeCore.RunOptions = {
    preload: false,
    resultTypes: ['violations'],
    rules: { 'target-size': { enabled: true } },
  };
  const { violations } = await globalThis.axe.run(document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

for (const setting of settings) {
  const { theme, layout, mode, locale } = setting;
  test(`${theme}, ${layout}, ${mode}, ${locale}: axe finds nothing, and nothing is cut off`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.setViewportSize(sizes[layout]);
    const gallery = await GalleryPage.open(page, theme);
    await page.evaluate(axeSource);
    const problems: Record<string, string[]> = {};
    for (const state of gallery.states) {
      await gallery.show(state, setting);
      const found = [...(await page.evaluate(findViolations)), ...(await page.evaluate(findCutOff))];
      if (layout === 'wide') {
        await gallery.zoomText('200%');
        found.push(...(await page.evaluate(findCutOff)).map((problem) => `at 200 %, ${problem}`));
        await gallery.zoomText('');
      }
      if (found.length > 0) problems[state] = found;
    }
    expect(problems).toEqual({});
  });
}

test('every state says what it said', async ({ page }) => {
  test.setTimeout(180_000);
  const gallery = await GalleryPage.open(page);
  for (const state of gallery.states) {
    await gallery.show(state, settings[0]!);
    const snapshot = { name: `${state.replace('/', '-')}.aria.yml`, timeout: 1_000 };
    await expect.soft(page.locator('body')).toMatchAriaSnapshot(snapshot);
  }
});
