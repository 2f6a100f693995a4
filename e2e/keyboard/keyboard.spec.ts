import { expect, test } from '../harness/test.ts';
import { SurfaceView } from '../surfaces/surface.ts';
import { KeyboardUser } from './keyboard-user.ts';

test('from the marketplace to an account and back, by keyboard alone', async ({ openHost, world }) => {
  const host = await openHost({ path: '/surfaces/host.html' });
  const { page } = host;
  const view = new SurfaceView(page, 'MODAL');
  const user = new KeyboardUser(page);
  await page.evaluate(() => {
    document.querySelector<HTMLButtonElement>('#own')!.onclick = () => void globalThis.host.call('showApps', [], 'sdk');
  });
  await page.locator('#own').focus();
  await page.keyboard.press('Enter');
  await expect(view.card('Airtable')).toBeVisible();
  await expect(view.frame.getByRole('searchbox')).toBeFocused();

  await user.type('p');
  await user.reach(view.frame.getByRole('combobox', { name: 'Category' }));
  await user.type('CRM');
  await expect(view.card('Pipedrive')).toBeVisible();
  await expect(view.card('Shopify')).toHaveCount(0);
  await user.reach(view.card('Pipedrive'));
  await user.press('Enter');
  await expect(view.heading('Pipedrive')).toBeFocused();

  const connect = view.button('Connect Pipedrive');
  await user.reach(connect);
  await user.press('Space');
  await expect(view.frame.getByLabel('API token', { exact: true })).toBeFocused();
  await user.type(world.pipedrive.token);
  await user.press('Enter');
  await host.event('app-connected');
  await expect(view.button('Connect another account')).toBeFocused();
  await user.reach(view.button(/^Rename .+@/), 'Shift+Tab');
  await user.press('Enter');
  await expect(view.frame.getByLabel('Name of this account')).toBeFocused();
  await user.type('Sales');
  await user.press('Enter');
  await expect(view.button('Rename Sales')).toBeFocused();

  const disconnect = view.button('Disconnect Sales');
  await user.reach(disconnect);
  await user.press('Enter');
  await expect(view.frame.getByRole('button', { name: 'Disconnect', exact: true })).toBeFocused();
  await user.reach(view.button('Keep it'));
  await user.press('Space');
  await expect(disconnect).toBeFocused();
  await user.press('Enter');
  await user.press('Enter');
  await expect(connect).toBeFocused();
  await host.event('app-disconnected');

  await user.reach(view.button('Back'), 'Shift+Tab');
  await user.press('Enter');
  await expect(view.card('Pipedrive')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog[open]')).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('own');
});
