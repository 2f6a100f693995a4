import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../harness/child-process.ts';
import { expect, test } from '../harness/test.ts';

/** Puts the customer's own copy of the loader into the page, as a tag with `integrity` does. */
function load(page: Page, integrity: string): Promise<'loaded' | 'refused'> {
  return page.evaluate(
    (value) =>
      new Promise((resolve) => {
        const script = Object.assign(document.createElement('script'), { src: '/dist/loader/integry.js' });
        script.integrity = value;
        script.onload = () => resolve('loaded');
        script.onerror = () => resolve('refused');
        document.head.append(script);
      }),
    integrity,
  );
}

test('a loader of the customer’s own, pinned by its integrity, works; a changed one does not run', async ({
  openHost,
  world,
  user,
}) => {
  const built = await readFile(join(root, 'dist/loader/integrity.json'), 'utf8');
  const { 'integry.js': integrity = '' } = JSON.parse(built) as Record<string, string>;
  const host = await openHost({ path: '/pinned-loader/host.html', start: false });

  expect(await load(host.page, `sha384-${'A'.repeat(64)}`)).toBe('refused');
  expect(await host.page.evaluate(() => 'IntegryJS' in globalThis)).toBe(false);

  expect(await load(host.page, integrity)).toBe('loaded');
  await host.start({ ...world.workspace.configFor(user), baseUrl: world.server.url });
  await host.event('ready');
  expect(await host.value('isAppConnected', 'sandbox')).toBe(false);
});
