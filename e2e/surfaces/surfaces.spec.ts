import { connectSandbox } from '../harness/connect.ts';
import type { HostPage } from '../harness/host-page.ts';
import { allow, signIn, signInAndAllow } from '../harness/sandbox-pages.ts';
import { expect, test } from '../harness/test.ts';
import { SurfaceView } from './surface.ts';

const path = '/surfaces/host.html';

async function connectPipedrive(host: HostPage, token: string): Promise<void> {
  await host.sheet.submitCredentials({ 'API token': token });
  await host.event('app-connected');
}

test('in the dialog: an app is looked for, connected, and first when one comes back', async ({ openHost, world }) => {
  const host = await openHost({ path });
  const view = new SurfaceView(host.page, 'MODAL');
  await host.value('showApps');
  await view.frame.getByRole('searchbox', { name: 'Search apps' }).fill('pipe');
  await view.card('Pipedrive').click();
  await expect(view.heading('Pipedrive')).toBeFocused();
  await view.button('Connect Pipedrive').click();
  await connectPipedrive(host, world.pipedrive.token);
  await expect(view.button(/^Disconnect /)).toBeVisible();
  await view.button('Back').click();
  await expect(view.card('Pipedrive')).toBeFocused();
  await view.frame.getByRole('searchbox').clear();
  await expect(view.section('Connected').getByRole('button')).toHaveText(/Pipedrive/);
});

test('in the page: Continue opens the popup from the dialog, and the surface hears of the account', async ({
  openHost,
  user,
}) => {
  const host = await openHost({ path });
  const view = new SurfaceView(host.page, 'INLINE');
  await host.value('showConnectedAccounts', 'sandbox', 'INLINE', 'container');
  await view.button('Connect Sandbox CRM').click();
  await signInAndAllow(await host.sheet.continueInPopup(), user);
  await expect(view.button(/^Disconnect /)).toBeVisible();
  await expect(host.page.locator('dialog[open]')).toHaveCount(0);
  expect(await host.count('app-connected')).toBe(1);
});

test('an account that is connected elsewhere comes by the core’s stream, which is the only one', async ({
  openHost,
  world,
  user,
}) => {
  const host = await openHost({ path, start: false });
  const streams: string[] = [];
  host.page.on('request', (request) => /\/events/.test(request.url()) && streams.push(request.url()));
  await host.start(world.workspace.configFor(user));
  await host.event('ready');
  const view = new SurfaceView(host.page, 'INLINE');
  await host.value('showApps', 'INLINE', 'container');
  const connecting = host.call('connectApp', 'pipedrive');
  await connectPipedrive(host, world.pipedrive.token);
  await connecting;
  await expect(view.section('Connected').getByRole('button')).toHaveText(/Pipedrive/);
  expect(streams).toEqual([`${world.server.url}/events`]);
});

test('disconnecting names the account, can be refused, and tells the host', async ({ openHost, world }) => {
  const host = await openHost({ path });
  const connecting = host.call('connectApp', 'pipedrive');
  await connectPipedrive(host, world.pipedrive.token);
  await connecting;
  // It takes the focus along when it goes.
  await expect(host.sheet.dialog).toHaveCount(0);
  const view = new SurfaceView(host.page, 'INLINE');
  await host.value('showApp', 'pipedrive', 'INLINE', 'container');
  const disconnect = view.button(/^Disconnect .+@/);
  await disconnect.click();
  const question = view.frame.getByRole('group', { name: /Disconnect .+@.+\? Northwind & Sons will no longer/ });
  await expect(question).toBeVisible();
  await view.button('Keep it').click();
  await expect(disconnect).toBeFocused();
  await disconnect.click();
  await question.getByRole('button', { name: 'Disconnect' }).click();
  await expect(view.frame.getByText('No account is connected yet.')).toBeVisible();
  await expect(view.button('Connect Pipedrive')).toBeFocused();
  expect(await host.event('app-disconnected')).toMatchObject({ name: 'pipedrive', connected_accounts: [] });
});

test('several accounts: one is renamed, and every tab knows', async ({ openHost, user }) => {
  const [host, otherTab] = [await openHost({ path }), await openHost({ path })];
  const [view, otherView] = [new SurfaceView(host.page, 'INLINE'), new SurfaceView(otherTab.page, 'INLINE')];
  await otherTab.value('showApp', 'sandbox', 'INLINE', 'container');
  await host.value('showConnectedAccounts', 'sandbox', 'INLINE', 'container');
  await view.button('Connect Sandbox CRM').click();
  await signInAndAllow(await host.sheet.continueInPopup(), user);
  await view.button('Connect another account').click();
  const popup = await host.sheet.continueInPopup();
  await popup.getByRole('button', { name: 'Not you?' }).click();
  await signInAndAllow(popup, `${user}-second`);
  await expect(view.button(/^Disconnect /)).toHaveCount(2);
  await expect(otherView.button(/^Disconnect /)).toHaveCount(2);

  const name = 'Sales <b>& more</b>';
  // The newest is first.
  await view
    .button(/^Rename /)
    .last()
    .click();
  await expect(view.frame.getByLabel('Name of this account')).toBeFocused();
  await host.page.keyboard.type(name);
  await host.page.keyboard.press('Enter');
  await expect(view.button(`Rename ${name}`)).toBeFocused();
  await expect(otherView.frame.getByText(name, { exact: true })).toBeVisible();
  expect(await otherTab.event('account-updated')).toMatchObject({
    name: 'sandbox',
    connected_accounts: [{ display_name: expect.stringContaining('second') }, { display_name: name }],
  });
});

test('an account whose access has ended is reconnected, and by nobody else', async ({ openHost, user, world }) => {
  const host = await openHost({ path });
  const view = new SurfaceView(host.page, 'INLINE');
  const id = await connectSandbox(host, user);
  await host.value('showConnectedAccounts', 'sandbox', 'INLINE', 'container');
  world.sandbox.endAccess();
  expect(await host.call('invokeFunction', 'sandbox-list-contacts', {}, id)).toMatchObject({
    ok: false,
    code: 'needs_reconnect',
  });
  const reconnect = view.button(`Reconnect ${user}@sandbox.example`);
  await reconnect.click();
  await expect(host.sheet.frame.getByRole('heading', { name: 'Reconnect Sandbox CRM' })).toBeVisible();
  const strange = await host.sheet.continueInPopup();
  await signIn(strange, `${user}-second`);
  await allow(strange);
  await expect(strange.getByText(`Use those of ${user}@`)).toBeVisible();
  await expect(host.sheet.problem).toContainText(`Use those of ${user}@`);
  await host.sheet.close();

  world.sandbox.endAccess();
  await reconnect.click();
  await signInAndAllow(await host.sheet.continueInPopup(), user);
  await expect(reconnect).toHaveCount(0);
  expect(await host.value('invokeFunction', 'sandbox-list-contacts', {}, id)).toMatchObject({ network_code: '200' });
  expect(await host.value('getConnectedAccounts', 'sandbox')).toMatchObject([{ id, status: 'active' }]);
});

test('by keyboard alone: Escape closes the sheet first, then the dialog, and the focus returns', async ({
  openHost,
}) => {
  const host = await openHost({ path });
  const { page } = host;
  const view = new SurfaceView(page, 'MODAL');
  await page.evaluate(() => {
    document.querySelector<HTMLButtonElement>('#own')!.onclick = () =>
      void globalThis.host.call('showApp', ['pipedrive'], 'sdk');
  });
  await page.locator('#own').focus();
  await page.keyboard.press('Enter');
  const documentation = view.frame.getByRole('link', { name: 'Documentation' });
  // The heading is there, and has the focus, before what comes below it.
  await documentation.waitFor();
  await expect(view.heading('Pipedrive')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(documentation).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(view.button('Connect Pipedrive')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(host.sheet.frame.getByLabel('API token', { exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(view.button('Connect Pipedrive')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog[open]')).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('own');
});

test('an inline surface takes no focus, and is as high as what it shows', async ({ openHost }) => {
  const host = await openHost({ path });
  const { page } = host;
  await page.locator('#own').focus();
  await host.value('showApps', 'INLINE', 'container');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('own');
  const view = new SurfaceView(page, 'INLINE');
  const iframe = page.locator('#container iframe');
  await expect(iframe).toHaveAttribute('title', 'Apps');
  const excess = () =>
    view.frame.locator('html').evaluate((root) => root.querySelector('main')!.scrollHeight - root.clientHeight);
  await expect.poll(excess).toBeLessThanOrEqual(0);
  const before = await iframe.evaluate((element) => element.clientHeight);
  await view.frame.getByRole('searchbox').fill('pipedrive');
  await expect.poll(() => iframe.evaluate((element) => element.clientHeight)).toBeLessThan(before);
});

test('functions are searched on the server and filtered by app', async ({ openHost }) => {
  const host = await openHost({ path });
  const view = new SurfaceView(host.page, 'MODAL');
  await host.value('showFunctions');
  await view.button('Show more').click();
  await expect(view.frame.getByRole('listitem')).toHaveCount(60);
  await view.frame.getByRole('combobox', { name: 'App' }).selectOption('Sandbox CRM');
  await expect(view.frame.getByText('List contacts')).toBeVisible();
  await view.frame.getByRole('searchbox').fill('no such thing');
  await expect(view.frame.getByText('No function fits')).toBeVisible();
  await view.button('Clear the search').click();
  await expect(view.frame.getByText('List contacts')).toBeVisible();
});

test('while its code is on its way the dialog is there: it says so, later that it takes long, and can be closed', async ({
  context,
  openHost,
}) => {
  await context.clock.install();
  const host = await openHost({ path });
  const view = new SurfaceView(host.page, 'MODAL');
  const held: (() => Promise<void>)[] = [];
  await host.page.route(/\/assets\/.*\.js$/, (route) => void held.push(() => route.continue()));
  for (const [method, arg, name] of [
    ['showApps', undefined, 'Apps'],
    ['connectApp', 'pipedrive', 'Connect Pipedrive'],
  ] as const) {
    const showing = host.call(method, arg);
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await expect(view.frame.getByRole('dialog')).toBeVisible();
    await host.page.clock.fastForward(5_000);
    await expect(view.frame.getByText('This is taking longer than usual.')).toBeVisible();
    await host.page.keyboard.press('Escape');
    await expect(host.page.locator('dialog[open]')).toHaveCount(0);
    expect((await showing).ok).toBe(method === 'showApps');
    // What was asked for by then is there when it is wanted again.
    await Promise.all(held.splice(0).map((release) => release()));
    const again = host.call(method, arg);
    await expect(view.frame.getByRole('dialog', { name })).toBeVisible();
    await host.page.keyboard.press('Escape');
    await again;
  }
});

test('a server that fails is said with a way to try again', async ({ openHost }) => {
  const host = await openHost({ path });
  await host.page.route('**/apps/cards/*', (route) => route.abort());
  await host.value('showApps');
  const view = new SurfaceView(host.page, 'MODAL');
  await expect(view.frame.getByRole('alert')).toBeVisible();
  await host.page.unroute('**/apps/cards/*');
  await view.button('Try again').click();
  await expect(view.card('Airtable')).toBeVisible();
});

test('what cannot be shown rejects with its code and leaves nothing behind', async ({ openHost }) => {
  const host = await openHost({ path });
  for (const [method, args, code] of [
    ['showApps', ['INLINE', 'nowhere'], 'unknown_container'],
    ['showApps', [{ fetchAll: 'yes' }], 'invalid_argument'],
    ['connectApp', ['sandbox', '999999999'], 'unknown_account'],
    ['showApps', ['INLINE'], 'unknown_container'],
    ['showApps', ['POPUP'], 'invalid_argument'],
    ['showApps', ['INLINE', 'container', 'HUGE'], 'invalid_argument'],
    ['showApp', ['no-such-app'], 'unknown_app'],
    ['showApp', ['no-such-app', 'INLINE', 'container'], 'unknown_app'],
    ['showApp', [], 'invalid_argument'],
    ['showConnectedAccounts', ['no-such-app'], 'unknown_app'],
    ['showFunctions', ['INLINE', 'container', 'COMPACT', 'no-such-app'], 'unknown_app'],
  ] as const) {
    expect(await host.call(method, ...args), `${method} ${args.join()}`).toMatchObject({ ok: false, code });
  }
  await expect(host.page.locator('iframe')).toHaveCount(1);
  await expect(host.page.locator('dialog[open]')).toHaveCount(0);
});

test('without a session every way of showing something rejects', async ({ openHost, world, user }) => {
  const host = await openHost({ path, start: false });
  await host.start({ ...world.workspace.configFor(user), hash: '0'.repeat(64) });
  for (const [method, ...args] of [
    ['showApps'],
    ['showApps', 'INLINE', 'container'],
    ['showApp', 'sandbox'],
    ['showConnectedAccounts', 'sandbox', 'INLINE', 'container'],
    ['showFunctions'],
    ['connectApp', 'sandbox'],
  ] as const) {
    expect(await host.call(method, ...args), method).toMatchObject({ ok: false, code: 'invalid_hash' });
  }
  await expect(host.page.locator('#container iframe, dialog[open]')).toHaveCount(0);
});

test('a container that leaves the page takes its surface along; destroy() takes all', async ({ openHost }) => {
  const host = await openHost({ path });
  const { page } = host;
  await host.value('showApps', 'INLINE', 'container');
  await page.evaluate(() => document.querySelector('#container')!.replaceChildren());
  await expect(page.locator('iframe')).toHaveCount(1);
  await host.value('showApps', 'INLINE', 'container');
  await host.value('showApps');
  await host.value('destroy');
  await expect(page.locator('iframe')).toHaveCount(0);
  expect(await host.call('showApps', 'INLINE', 'container')).toMatchObject({ ok: false, code: 'destroyed' });
});
