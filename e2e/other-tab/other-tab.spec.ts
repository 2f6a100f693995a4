import { connectSandbox } from '../harness/connect.ts';
import { signInAndAllow } from '../harness/sandbox-pages.ts';
import { expect, test } from '../harness/test.ts';

test('an account connected in another tab fires app-connected, once, with its id', async ({ openHost, user }) => {
  const watching = await openHost();
  const acting = await openHost();
  const id = await connectSandbox(acting, user);

  expect(await watching.event('app-connected')).toMatchObject({ name: 'sandbox', connected_account_id: id });
  await acting.value('disconnectApp', 'sandbox');
  expect(await watching.event('app-disconnected')).toMatchObject({ connected_account_id: id });
  expect(await watching.count('app-connected')).toBe(1);
  expect(await watching.count('app-disconnected')).toBe(1);
});

test('two instances of one user on one page hear of it alike', async ({ openHost, user, world }) => {
  const host = await openHost();
  await host.start(world.workspace.configFor(user), 'second');
  await host.event('ready', 'second');
  const id = await connectSandbox(host, user);
  expect(await host.event('app-connected', 'second')).toMatchObject({ connected_account_id: id });
});

test('instances of two users share nothing', async ({ openHost, user, world }) => {
  const host = await openHost();
  const other = `${user}-other`;
  await host.start(world.workspace.configFor(other), 'other');
  await host.event('ready', 'other');

  const connecting = host.callOf('other', 'connectApp', 'sandbox');
  await signInAndAllow(await host.sheet.continueInPopup(), other);
  expect(await connecting).toMatchObject({ ok: true });
  await host.event('app-connected', 'other');
  expect(await host.value('isAppConnected', 'sandbox')).toBe(false);
  expect(await host.callOf('other', 'isAppConnected', 'sandbox')).toEqual({ ok: true, value: true });

  await host.callOf('other', 'destroy');
  expect(await host.value('isAppConnected', 'sandbox')).toBe(false);
  expect(await host.callOf('other', 'isAppConnected', 'sandbox')).toMatchObject({ ok: false, code: 'destroyed' });

  // What comes after has nothing left to arrive by: the first user's next event is their own.
  await host.page.context().clearCookies();
  await connectSandbox(host, `${user}-own`);
  expect(await host.count('app-connected')).toBe(1);
  expect(await host.count('app-connected', 'other')).toBe(1);
});
