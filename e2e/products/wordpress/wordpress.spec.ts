import type { Browser } from '@playwright/test';
import { callFunction } from '../call-function.ts';
import { expect, productTest } from '../product-test.ts';
import { startWordPress, type WordPress } from './start-wordpress.ts';

const test = productTest(startWordPress, ({ origin }) => ({ internalHosts: [new URL(origin).host] }));

/** Signs in to the website and adds a password for us at the user's own page there. */
async function addApplicationPassword(browser: Browser, { origin, user, password }: WordPress): Promise<string> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/wp-login.php?redirect_to=${encodeURIComponent(`${origin}/wp-admin/profile.php`)}`);
  await page.getByLabel('Username or Email Address').fill(user);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.getByLabel('New Application Password Name').fill('Northwind & Sons');
  await page.getByRole('button', { name: 'Add New Application Password' }).click();
  const added = await page.locator('#new-application-password-value').inputValue();
  await context.close();
  return added;
}

test('a WordPress website, by its unmodified piece: connect by an application password, write a post and read it', async ({
  browser,
  product: wordpress,
  openHost,
}) => {
  test.setTimeout(180_000);
  const applicationPassword = await addApplicationPassword(browser, wordpress);
  expect(applicationPassword).toMatch(/^(?:\w{4} ){5}\w{4}$/);

  const host = await openHost();
  const connecting = host.call('connectApp', 'wordpress');
  const entered = { 'User name': wordpress.user, Website: wordpress.origin };
  await host.sheet.submitCredentials({ ...entered, 'Application password': 'aaaa bbbb cccc dddd eeee ffff' });
  await expect(host.sheet.problem).toBeVisible();
  await host.sheet.submitCredentials({ ...entered, 'Application password': applicationPassword });
  expect(await connecting).toMatchObject({ ok: true });
  expect(await host.value('getConnectedAccounts', 'wordpress')).toMatchObject([
    { display_name: wordpress.user, status: 'active' },
  ]);

  const post = { title: 'Peas & 豆', content: '<p>They want <em>water</em>.</p>', status: 'publish' };
  const { output: written } = await callFunction(host, 'wordpress-create-post', post);
  expect(written).toMatchObject({ id: expect.any(Number) });
  const { id } = written as { id: number };
  expect(await callFunction(host, 'wordpress-get-post', { post_id: id })).toMatchObject({
    output: { id, status: 'publish' },
  });
  const shown = await fetch(`${wordpress.origin}/wp-json/wp/v2/posts/${id}`);
  expect(await shown.json()).toMatchObject({
    title: { rendered: 'Peas &#038; 豆' },
    content: { rendered: expect.stringContaining('<em>water</em>') },
  });
  expect(await callFunction(host, 'wordpress-list-posts', { search: 'water' })).toMatchObject({
    output: { posts: [{ id }] },
  });
  expect(await host.value('invokeFunction', 'wordpress-get-post', { post_id: 999_999 })).toMatchObject({
    network_code: '404',
  });
});
