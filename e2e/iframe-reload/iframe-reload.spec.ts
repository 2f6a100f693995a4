import { connectSandbox } from '../harness/connect.ts';
import type { HostPage } from '../harness/host-page.ts';
import { signInAndAllow } from '../harness/sandbox-pages.ts';
import { expect, test } from '../harness/test.ts';

/** Reloads the instance's only iframe, as a browser that runs out of memory does. */
async function reloadWidget(host: HostPage): Promise<void> {
  const frame = host.page.frames().find((candidate) => candidate.url().includes('/embed/'));
  await Promise.all([
    host.page.waitForResponse((response) => response.url().includes('/embed/')),
    frame?.evaluate(() => location.reload()),
  ]);
}

test('a pending call that is repeatable survives, and answers', async ({ openHost }) => {
  const host = await openHost();
  let asked = 0;
  let arrived: () => void;
  const first = new Promise<void>((resolve) => (arrived = resolve));
  // The first request is never answered; what comes after the reload is.
  await host.page.route('**/apps/sandbox/get/**', (route) => {
    if (asked++ > 0) return route.continue();
    arrived();
    return undefined;
  });
  const pending = host.call('isAppConnected', 'sandbox');
  await first;
  await reloadWidget(host);
  expect(await pending).toEqual({ ok: true, value: false });
  expect(asked).toBe(2);
});

test('a pending invokeFunction rejects with bridge_lost: whether it ran is not known', async ({ openHost, user }) => {
  const host = await openHost();
  await connectSandbox(host, user);
  const sent = host.page.waitForRequest('**/functions/sandbox-slow/call/**');
  const pending = host.call('invokeFunction', 'sandbox-slow', { seconds: 20 });
  await sent;
  await reloadWidget(host);
  expect(await pending).toMatchObject({ ok: false, code: 'bridge_lost' });
  expect(await host.value('isAppConnected', 'sandbox')).toBe(true);
});

test('a pending connectApp comes back as the same attempt, and completes', async ({ openHost, user }) => {
  const host = await openHost();
  const connecting = host.call('connectApp', 'sandbox');
  await host.sheet.continueButton.waitFor();
  await reloadWidget(host);
  await signInAndAllow(await host.sheet.continueInPopup(), user);
  expect(await connecting).toMatchObject({ ok: true });
  expect(await host.count('app-connected')).toBe(1);
});

test('events go on after a reload', async ({ openHost, user }) => {
  const host = await openHost();
  const other = await openHost();
  await reloadWidget(host);
  expect(await host.value('isAppConnected', 'sandbox')).toBe(false);
  const id = await connectSandbox(other, user);
  expect(await host.event('app-connected')).toMatchObject({ connected_account_id: id });
  expect(await host.count('ready')).toBe(1);
});

test('an iframe that the page removes ends what is pending, and the next call makes a new one', async ({
  openHost,
  user,
}) => {
  const host = await openHost();
  await connectSandbox(host, user);
  const sent = host.page.waitForRequest('**/functions/sandbox-slow/call/**');
  const pending = host.call('invokeFunction', 'sandbox-slow', { seconds: 20 });
  await sent;
  await host.page.evaluate(() => document.querySelector('dialog')?.remove());
  expect(await pending).toMatchObject({ ok: false, code: 'bridge_lost' });
  expect(await host.value('isAppConnected', 'sandbox')).toBe(true);
});
