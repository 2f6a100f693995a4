import type { Page } from '@playwright/test';
import { signInAndAllow } from '../harness/sandbox-pages.ts';
import { expect, openHost, test as base } from '../harness/test.ts';
import { startWorld, type World } from '../harness/world.ts';

/** Every page of the third party sends `Cross-Origin-Opener-Policy: same-origin`: the popup's opener is lost there. */
const test = base.extend<object, { severing: World }>({
  severing: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const world = await startWorld({ providerCoop: 'same-origin' });
      await use(world);
      await world.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

/** The code that the popup shows, once it does. */
async function codeIn(popup: Page): Promise<string> {
  await expect(popup.locator('#code')).toHaveText(/^[A-Z]{4}-[A-Z]{4}$/);
  return popup.locator('#code').innerText();
}

/** No code has vowels. */
const wrongCode = 'AAAA-EEEE';

test('with a provider that severs the opener the account is connected, and nobody is told "cancelled"', async ({
  severing,
  context,
  user,
}) => {
  const host = await openHost(severing, user, context);
  const connecting = host.call('connectApp', 'sandbox');
  const popup = await host.sheet.continueInPopup();
  await signInAndAllow(popup, user);

  expect(await connecting).toMatchObject({ ok: true });
  expect((await host.log()).map(({ event, settled }) => event ?? settled)).toEqual([
    'ready',
    'app-connected',
    'connectApp',
  ]);
});

test('with a host page that severs it, the code that the popup shows is typed into the widget', async ({
  world,
  context,
  user,
}) => {
  world.site.setHeaders({ 'Cross-Origin-Opener-Policy': 'same-origin' });
  const host = await openHost(world, user, context);
  world.site.setHeaders({});
  const connecting = host.call('connectApp', 'sandbox');
  const [popup] = await Promise.all([context.waitForEvent('page'), host.sheet.continueButton.click()]);

  await expect(popup.locator('body')).toContainText(world.workspace.name);
  const code = await codeIn(popup);
  await host.sheet.enterCode(wrongCode);
  await expect(host.sheet.frame.getByLabel('Code')).toHaveAccessibleDescription(/not the code/);
  await host.sheet.enterCode(code);
  await signInAndAllow(popup, user);

  expect(await connecting).toMatchObject({ ok: true });
  expect((await host.log()).map(({ event, settled }) => event ?? settled)).toEqual([
    'ready',
    'app-connected',
    'connectApp',
  ]);
});

test('five wrong codes end the attempt', async ({ world, context, user }) => {
  world.site.setHeaders({ 'Cross-Origin-Opener-Policy': 'same-origin' });
  const host = await openHost(world, user, context);
  world.site.setHeaders({});
  const connecting = host.call('connectApp', 'sandbox');
  const [popup] = await Promise.all([context.waitForEvent('page'), host.sheet.continueButton.click()]);
  await codeIn(popup);

  for (let tries = 0; tries < 5; tries++) {
    const answered = host.page.waitForResponse((response) => response.url().endsWith('/pair'));
    await host.sheet.enterCode(wrongCode);
    expect((await answered).status()).toBe(422);
  }
  expect(await connecting).toMatchObject({ ok: false, code: 'browser_not_proved' });
});
