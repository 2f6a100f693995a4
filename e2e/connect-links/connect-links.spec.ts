import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { allow, signIn } from '../harness/sandbox-pages.ts';
import { expect, test } from '../harness/test.ts';
import type { World } from '../harness/world.ts';

/** Has the customer's backend make a link for the user. */
async function makeLink(world: World, user: string, body: object): Promise<URL> {
  const { appKey, appSecret } = world.workspace;
  const answer = await fetch(`${world.server.localUrl}/connect-links/`, {
    method: 'POST',
    headers: { 'App-Key': appKey, 'App-Secret': appSecret, 'User-ID': user, 'Content-Type': 'application/json' },
    body: JSON.stringify({ user_name: `${user}@northwind.example`, ...body }),
  });
  const link = (await answer.json()) as { url: string };
  expect(answer.status, JSON.stringify(link)).toBe(200);
  return new URL(link.url);
}

const continueButton = (page: Page) => page.getByRole('button', { name: 'Continue' });

test('a link connects in the one browser in which it was continued, and leads back', async ({
  openHost,
  browser,
  world,
  user,
}) => {
  const host = await openHost();
  const returnUrl = `${world.site.originAt('host.localhost')}/harness/empty.html`;
  await world.admin.run(['return-url', 'add', world.workspace.appKey, returnUrl]);
  const link = await makeLink(world, user, { app: 'sandbox', return_url: returnUrl });

  const [mail, elsewhere] = [await browser.newContext(), await browser.newContext()];
  const page = await mail.newPage();
  await page.goto(link.href);
  await expect(page.locator('main')).toContainText(`will belong to ${user}@northwind.example in Northwind & Sons.`);
  expect(page.url()).toBe(`${link.origin}${link.pathname}`);
  await expect(continueButton(page)).toBeEnabled();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.reload();
  await continueButton(page).click();
  await page.getByLabel('User name').waitFor();

  const late = await elsewhere.newPage();
  await late.goto(link.href);
  await expect(late.getByRole('alert')).toContainText('opened in another browser');

  const back = page.waitForURL((url) => url.href.startsWith(returnUrl));
  await signIn(page, user);
  await allow(page);
  await back;
  const outcome = new URL(page.url()).searchParams;
  expect(outcome.get('status')).toBe('connected');
  await host.event('app-connected');
  const [account] = await host.value('getConnectedAccounts', 'sandbox');
  expect(String(account?.id)).toBe(outcome.get('connected_account_id'));
  expect(world.server.log()).not.toContain(link.hash.slice(1));
  await Promise.all([mail.close(), elsewhere.close()]);
});

test('a link for an app with a key shows its form, in the language of the browser', async ({
  openHost,
  browser,
  world,
  user,
}) => {
  const host = await openHost();
  const link = await makeLink(world, user, { app: 'pipedrive' });
  const context = await browser.newContext({ locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(link.href);
  await page.getByRole('button', { name: 'Weiter' }).click();
  await page.getByLabel('API token').waitFor();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByLabel('API token').fill('f'.repeat(40));
  await page.getByRole('button', { name: 'Verbinden' }).click();
  await expect(page.getByRole('alert')).toContainText(/./);
  await page.getByLabel('API token').fill(world.pipedrive.token);
  await page.getByRole('button', { name: 'Verbinden' }).click();
  await expect(page.getByRole('heading')).toHaveText('Verbunden');
  await host.event('app-connected');
  await context.close();
});
