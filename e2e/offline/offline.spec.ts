import { connectSandbox } from '../harness/connect.ts';
import { expect, openHost as openHostIn, test } from '../harness/test.ts';

test('offline every call settles with a code; back online, calls work and what was missed comes', async ({
  openHost,
  browser,
  world,
  user,
  context,
}) => {
  const host = await openHost();
  const id = await connectSandbox(host, user);
  await context.setOffline(true);
  const calls = [
    host.call('isAppConnected', 'sandbox'),
    host.call('getConnectedAccounts', 'sandbox'),
    host.call('invokeFunction', 'sandbox-list-contacts', {}),
    host.call('showApps'),
  ];
  for (const outcome of await Promise.all(calls))
    expect(outcome).toMatchObject({ ok: false, code: 'server_unreachable' });

  const elsewhere = await browser.newContext();
  const other = await openHostIn(world, user, elsewhere);
  await other.value('disconnectApp', 'sandbox', id);
  await elsewhere.close();
  await context.setOffline(false);
  await host.event('app-disconnected');
  expect(await host.value('isAppConnected', 'sandbox')).toBe(false);
});
