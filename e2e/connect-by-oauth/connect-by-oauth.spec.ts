import { connectSandbox } from '../harness/connect.ts';
import { signIn, signInAndAllow } from '../harness/sandbox-pages.ts';
import { expect, test } from '../harness/test.ts';

test('the account is connected: first the event, then the promise with its id', async ({ openHost, user }) => {
  const host = await openHost();
  const connecting = host.call('connectApp', 'sandbox');
  const popup = await host.sheet.continueInPopup();
  await signInAndAllow(popup, user);

  const outcome = await connecting;
  expect(outcome).toEqual({ ok: true, value: expect.stringMatching(/^[1-9]\d*$/) });
  const id = outcome.ok ? outcome.value : '';
  await expect(host.sheet.dialog).toBeHidden();

  const log = (await host.log()).filter(({ event }) => event !== 'ready');
  expect(log.map(({ event, settled }) => event ?? settled)).toEqual(['app-connected', 'connectApp']);
  expect(log[0]?.payload).toMatchObject({
    name: 'sandbox',
    connected_account_id: id,
    connected_accounts: [{ id, status: 'active' }],
  });

  expect(await host.value('isAppConnected', 'sandbox')).toBe(true);
  expect(await host.value('getConnectedAccounts', 'sandbox')).toMatchObject([{ id }]);
});

test('functions answer with the third party’s own data, page by page', async ({ openHost, user }) => {
  const host = await openHost();
  await connectSandbox(host, user);

  const first = await host.value('invokeFunction', 'sandbox-list-contacts', { limit: 2 });
  expect(first).toMatchObject({ network_code: '200', next_page: expect.stringMatching(/./) });
  const seen: unknown[] = [];
  let page = first;
  for (;;) {
    expect(page).toHaveProperty('output.contacts');
    const { output, next_page: cursor } = page as unknown as {
      output: { contacts: { id: number }[] };
      next_page?: string;
    };
    seen.push(...output.contacts.map(({ id }) => id));
    if (!cursor) break;
    page = await host.value('invokeFunction', 'sandbox-list-contacts', { limit: 2, next_page: cursor });
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(2);

  const added = await host.value('invokeFunction', 'sandbox-add-contact', { name: 'Ada Lovelace' });
  expect(added).toMatchObject({ network_code: '201', output: { name: 'Ada Lovelace' } });
});

test('disconnecting revokes at the provider, and says so on the emitter', async ({ openHost, user, world }) => {
  const host = await openHost();
  const id = await connectSandbox(host, user);
  const before = world.sandbox.revocations();

  expect(await host.value('disconnectApp', 'sandbox')).toEqual({ disconnected_account_id: id, connected_accounts: [] });
  expect(world.sandbox.revocations()).toBeGreaterThan(before);
  expect(await host.event('app-disconnected')).toMatchObject({ connected_account_id: id, connected_accounts: [] });
  expect(await host.value('isAppConnected', 'sandbox')).toBe(false);
  expect(await host.value('invokeFunction', 'sandbox-list-contacts', {})).toMatchObject({
    error: expect.any(String),
    error_details: [expect.stringContaining("connect('sandbox')")],
  });
});

test('a second account of the same app gets an id of its own, and calls then have to name one', async ({
  openHost,
  user,
}) => {
  const host = await openHost();
  const first = await connectSandbox(host, user);
  const connecting = host.call('connectApp', 'sandbox');
  const popup = await host.sheet.continueInPopup();
  await popup.getByRole('button', { name: 'Not you?' }).click();
  await signInAndAllow(popup, `${user}-2`);
  const second = await connecting;
  expect(second).toMatchObject({ ok: true });
  const id = second.ok ? second.value : '';
  expect(id).not.toBe(first);

  expect((await host.value('getConnectedAccounts', 'sandbox')).map((account) => account.id)).toEqual([id, first]);
  expect(await host.call('disconnectApp', 'sandbox')).toMatchObject({ ok: false, code: 'account_required' });
  expect(await host.value('disconnectApp', 'sandbox', first)).toMatchObject({ connected_accounts: [{ id }] });
});

test('connecting the same account again renews it', async ({ openHost, user }) => {
  const host = await openHost();
  const first = await connectSandbox(host, user);
  const connecting = host.call('connectApp', 'sandbox');
  const popup = await host.sheet.continueInPopup();
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: 'Allow' }).click();
  await closed;
  expect(await connecting).toEqual({ ok: true, value: first });
  expect(await host.value('getConnectedAccounts', 'sandbox')).toHaveLength(1);
});

test('a wrong password at the provider leaves everything open for the right one', async ({ openHost, user }) => {
  const host = await openHost();
  await connectSandbox(host, user);
  await host.value('disconnectApp', 'sandbox');
  await host.page.context().clearCookies();

  const connecting = host.call('connectApp', 'sandbox');
  const popup = await host.sheet.continueInPopup();
  await popup.getByLabel('User name').fill(user);
  await popup.getByLabel('Password').fill('not it');
  await popup.getByRole('button', { name: 'Sign in' }).click();
  await expect(popup.getByRole('alert')).toBeVisible();
  const closed = popup.waitForEvent('close');
  await signIn(popup, user);
  await popup.getByRole('button', { name: 'Allow' }).click();
  await closed;
  expect(await connecting).toMatchObject({ ok: true });
});
