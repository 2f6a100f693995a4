import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { signInAndAllow } from '../harness/sandbox-pages.ts';
import { expect, test } from '../harness/test.ts';

/** The page's own button starts it, as in a real product. */
async function connectBy(page: Page, app: string): Promise<void> {
  await page.evaluate((name) => {
    document.querySelector<HTMLButtonElement>('#own')!.onclick = () =>
      void globalThis.host.call('connectApp', [name], 'sdk');
  }, app);
  await page.locator('#own').focus();
  await page.keyboard.press('Enter');
}

const focused = (page: Page): Promise<string | undefined> => page.evaluate(() => document.activeElement?.id);

test('by keyboard alone: the sheet takes the focus, Continue is reached, and the focus returns', async ({
  openHost,
  user,
}) => {
  const host = await openHost();
  const { page } = host;
  await connectBy(page, 'sandbox');
  await expect(host.sheet.continueButton).toBeVisible();
  await expect(host.sheet.dialog).toHaveAccessibleName(/./);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');

  const popup = page.waitForEvent('popup');
  await host.sheet.reachByTab(host.sheet.continueButton);
  await page.keyboard.press('Enter');
  await signInAndAllow(await popup, user);
  await host.event('app-connected');
  await expect(host.sheet.dialog).toBeHidden();
  await expect.poll(() => focused(page)).toBe('own');
});

test('Escape in the sheet cancels, and the focus returns', async ({ openHost }) => {
  const host = await openHost();
  await connectBy(host.page, 'sandbox');
  await expect(host.sheet.continueButton).toBeVisible();
  await host.sheet.reachByTab(host.sheet.cancelButton);
  await host.page.keyboard.press('Escape');
  await expect(host.sheet.dialog).toBeHidden();
  await expect.poll(() => focused(host.page)).toBe('own');
});

test('a form is filled by keyboard, and its problem is announced', async ({ openHost }) => {
  const host = await openHost();
  await connectBy(host.page, 'pipedrive');
  const field = host.sheet.frame.getByRole('textbox', { name: 'API token' });
  await expect(field).toBeVisible();
  await host.sheet.reachByTab(field);
  await host.page.keyboard.press('Enter');
  await expect(field).toHaveAccessibleDescription(/./);
  await expect(field).toBeFocused();

  await host.page.keyboard.type('f'.repeat(40));
  await host.page.keyboard.press('Enter');
  await expect(host.sheet.problem).toBeVisible();
  await expect(field).toBeFocused();
});

for (const app of ['sandbox', 'pipedrive']) {
  test(`axe finds nothing in the sheet of ${app}`, async ({ openHost }) => {
    const host = await openHost();
    await connectBy(host.page, app);
    await expect(host.sheet.cancelButton).toBeVisible();
    const { violations } = await new AxeBuilder({ page: host.page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}
