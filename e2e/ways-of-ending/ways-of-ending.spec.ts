import { connectSandbox, continueToProvider } from '../harness/connect.ts';
import { deny, signIn, signInAndAllow } from '../harness/sandbox-pages.ts';
import { expect, test } from '../harness/test.ts';

test('closing the popup ends nothing: the sheet comes back to Continue, and Cancel ends it', async ({ openHost }) => {
  const host = await openHost();
  const connecting = host.call('connectApp', 'sandbox');
  const popup = await host.sheet.continueInPopup();
  await popup.getByLabel('User name').waitFor();
  await popup.close();

  await expect(host.sheet.continueButton).toBeEnabled();
  await host.sheet.cancel();
  expect(await connecting).toMatchObject({ ok: false, name: 'IntegryError', code: 'connect_cancelled' });
  await expect(host.sheet.dialog).toBeHidden();
});

test('after closing the popup the same attempt can still be completed', async ({ openHost, user }) => {
  const host = await openHost();
  const connecting = host.call('connectApp', 'sandbox');
  const first = await host.sheet.continueInPopup();
  await first.getByLabel('User name').waitFor();
  await first.close();
  await signInAndAllow(await host.sheet.continueInPopup(), user);
  expect(await connecting).toMatchObject({ ok: true });
});

test('Escape cancels', async ({ openHost }) => {
  const host = await openHost();
  const connecting = host.call('connectApp', 'sandbox');
  await host.sheet.continueButton.waitFor();
  await host.page.keyboard.press('Escape');
  expect(await connecting).toMatchObject({ ok: false, code: 'connect_cancelled' });
  await expect(host.sheet.dialog).toBeHidden();
});

test('a callback after Cancel makes no token request', async ({ openHost, user, world }) => {
  const host = await openHost();
  const connecting = host.call('connectApp', 'sandbox');
  const popup = await host.sheet.continueInPopup();
  await signIn(popup, user);
  await popup.getByRole('button', { name: 'Allow' }).waitFor();
  await host.sheet.cancel();
  expect(await connecting).toMatchObject({ ok: false, code: 'connect_cancelled' });

  const before = world.sandbox.tokenRequests();
  const answered = popup.waitForResponse((response) =>
    response.url().startsWith(`${world.server.url}/oauth/callback/`),
  );
  await popup.getByRole('button', { name: 'Allow' }).click();
  expect((await answered).ok()).toBe(false);
  expect(world.sandbox.tokenRequests()).toBe(before);
  expect(await host.value('isAppConnected', 'sandbox')).toBe(false);
});

test('denying at the provider rejects with its own code', async ({ openHost, user }) => {
  const host = await openHost();
  const connecting = host.call('connectApp', 'sandbox');
  const popup = await host.sheet.continueInPopup();
  await signIn(popup, user);
  await deny(popup);
  expect(await connecting).toMatchObject({ ok: false, code: 'connect_denied' });
  await expect(host.sheet.dialog).toBeHidden();
});

test('an error of the provider rejects with its own code', async ({ openHost, world }) => {
  const host = await openHost();
  const connecting = host.call('connectApp', 'sandbox');
  // The provider answers with an error of its own (RFC 6749, 4.1.2.1) to the state it was given.
  const { popup, authorizationUrl } = await continueToProvider(host, world);
  const state = authorizationUrl.searchParams.get('state') ?? '';
  await popup.goto(
    `${world.server.url}/oauth/callback/${world.workspace.appKey}/sandbox?` +
      new URLSearchParams({ error: 'server_error', state, iss: world.sandbox.origin }).toString(),
  );
  expect(await connecting).toMatchObject({ ok: false, code: 'connect_failed' });
  // The sheet says why, until the user has read it.
  await expect(host.sheet.problem).toBeVisible();
  await host.sheet.close();
  await expect(host.sheet.dialog).toBeHidden();
});

test('calls at the same time: each settles by itself, one sheet after the other', async ({ openHost, user }) => {
  const host = await openHost();
  const first = host.call('connectApp', 'sandbox');
  await host.sheet.continueButton.waitFor();
  const second = host.call('connectApp', 'pipedrive');

  await host.sheet.cancel();
  expect(await first).toMatchObject({ ok: false, code: 'connect_cancelled' });
  const third = host.call('connectApp', 'sandbox');
  await host.sheet.cancel();
  expect(await second).toMatchObject({ ok: false, code: 'connect_cancelled' });
  await signInAndAllow(await host.sheet.continueInPopup(), user);
  expect(await third).toMatchObject({ ok: true });
  await expect(host.sheet.dialog).toBeHidden();
});

test('a double click on a connect button is one attempt, and both calls get its account', async ({
  openHost,
  user,
}) => {
  const host = await openHost();
  const first = host.call('connectApp', 'sandbox');
  const second = host.call('connectApp', 'sandbox');
  await signInAndAllow(await host.sheet.continueInPopup(), user);
  const outcome = await first;
  expect(outcome).toMatchObject({ ok: true });
  expect(await second).toEqual(outcome);
  await expect(host.sheet.dialog).toBeHidden();
  expect(await host.count('app-connected')).toBe(1);
});

test('destroy ends a pending attempt, and leaves nothing in the page', async ({ openHost, user }) => {
  const host = await openHost();
  const before = await host.page.evaluate(() => document.documentElement.outerHTML.length);
  const connecting = host.call('connectApp', 'sandbox');
  await host.sheet.continueButton.waitFor();
  await host.call('destroy');
  expect(await connecting).toMatchObject({ ok: false, code: 'destroyed' });
  expect(await host.page.evaluate(() => document.querySelectorAll('iframe, dialog').length)).toBe(0);
  expect(await host.page.evaluate(() => document.documentElement.outerHTML.length)).toBeLessThan(before);
  expect(await host.call('isAppConnected', 'sandbox')).toMatchObject({ ok: false, code: 'destroyed' });

  const next = await openHost();
  await connectSandbox(next, user);
});
