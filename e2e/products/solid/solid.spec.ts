import type { Page } from '@playwright/test';
import { expect, productTest } from '../product-test.ts';
import { startSolid } from './start-solid.ts';

const test = productTest(startSolid, ({ origin }) => ({
  env: { CONNECTORS_DIR: 'e2e/products/apps', SOLID_URL: origin },
  internalHosts: [new URL(origin).host],
}));

const email = 'jane@example.test';
const password = 'correct horse battery staple';

/** Registers at the server's own pages, and makes a pod. */
async function register(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/.account/login/password/register/`);
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await page.locator('#confirmPassword').fill(password);
  await page.getByRole('button', { name: 'Register' }).click();
  const create = page.getByRole('link', { name: 'Create pod' });
  // Until the page's script has asked the server where it leads, the link leads back to its own page.
  await expect(create).toHaveAttribute('href', /./);
  await create.click();
  await page.locator('#name').fill('jane');
  const made = page.waitForResponse((response) => response.request().method() === 'POST' && response.ok());
  await page.getByRole('button', { name: 'Create pod' }).click();
  await made;
}

test('a Solid pod: register there, connect by its own pages, write a file into it and read it back', async ({
  browser,
  product: solid,
  world,
  openHost,
}) => {
  test.setTimeout(180_000);
  const redirectUri = `${world.server.url}/oauth/callback/${world.workspace.appKey}/solid`;
  const client = await solid.registerClient(world.workspace.name, redirectUri);
  await world.admin.setOAuthClient(world.workspace, 'solid', client.id, client.secret);

  const owner = await browser.newContext();
  await register(await owner.newPage(), solid.origin);
  await owner.close();

  const host = await openHost();
  const connecting = host.call('connectApp', 'solid');
  const popup = await host.sheet.continueInPopup();
  await popup.locator('#email').fill(email);
  await popup.locator('#password').fill(password);
  await popup.getByRole('button', { name: 'Log in' }).click();
  await expect(popup.getByText(world.workspace.name)).toBeVisible();
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: 'Authorize' }).click();
  await closed;
  const outcome = await connecting;
  expect(outcome).toMatchObject({ ok: true });

  const webId = `${solid.origin}/jane/profile/card#me`;
  expect(await host.value('getConnectedAccounts', 'solid')).toMatchObject([{ display_name: webId, status: 'active' }]);
  expect((await host.value('getFunction', 'solid-write-file')).parameters).toMatchObject({
    required: ['path', 'body'],
  });

  const path = 'jane/notes/to do.txt';
  const body = 'Buy milk, and 牛乳 too.\n';
  expect(await host.value('invokeFunction', 'solid-write-file', { path, body })).toMatchObject({ network_code: '201' });
  expect(await host.value('invokeFunction', 'solid-read-file', { path })).toMatchObject({
    network_code: '200',
    output: body,
  });
  expect(await solid.anonymousStatus('/jane/notes/to%20do.txt')).toBe(401);
  expect(await host.value('invokeFunction', 'solid-read-file', { path: 'jane/notes/none.txt' })).toMatchObject({
    network_code: '404',
  });

  expect(solid.log()).not.toContain('/.oidc/token/revocation');
  expect(await host.value('disconnectApp', 'solid')).toMatchObject({ connected_accounts: [] });
  expect(solid.log()).toContain('/.oidc/token/revocation');
  expect(await host.value('invokeFunction', 'solid-read-file', { path })).toMatchObject({ error: expect.any(String) });
});
