import { connectSandbox } from '../harness/connect.ts';
import { signInAndAllow } from '../harness/sandbox-pages.ts';
import { expect, openHost, test as base } from '../harness/test.ts';
import { startPostgresWorld, type PostgresWorld } from '../harness/postgres-world.ts';

/** On a PostgreSQL server, whose clock-bound rows a test can age. */
const test = base.extend<object, { ageing: PostgresWorld }>({
  ageing: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const world = await startPostgresWorld();
      await use(world);
      await world.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test('an expired session is renewed without anybody noticing', async ({ ageing, context, user }) => {
  const host = await openHost(ageing, user, context);
  await connectSandbox(host, user);
  const sessions: string[] = [];
  host.page.on('response', (response) => {
    if (response.url() === `${ageing.server.url}/sessions`) sessions.push(String(response.status()));
  });

  await ageing.sql(`update sessions set expires_at = now() - interval '1 second'`);
  const calls = Array.from({ length: 5 }, () => host.value('isAppConnected', 'sandbox'));
  expect(await Promise.all(calls)).toEqual([true, true, true, true, true]);
  expect(await host.value('invokeFunction', 'sandbox-list-contacts', {})).toMatchObject({ network_code: '200' });
  // Five calls found out at once, and one fetched.
  expect(sessions).toEqual(['200']);

  const other = await openHost(ageing, user, context);
  await other.value('disconnectApp', 'sandbox');
  await host.event('app-disconnected');
  expect((await host.log()).map(({ event }) => event).filter(Boolean)).toEqual([
    'ready',
    'app-connected',
    'app-disconnected',
  ]);
});

test('an expired attempt rejects with its own code, and a late callback makes no token request', async ({
  ageing,
  context,
  user,
}) => {
  const host = await openHost(ageing, user, context);
  const connecting = host.call('connectApp', 'sandbox');
  const popup = await host.sheet.continueInPopup();
  await popup.getByLabel('User name').waitFor();
  const before = ageing.sandbox.tokenRequests();
  await ageing.sql(`update connect_attempts set expires_at = now() - interval '1 second' where status = 'pending'`);

  const answered = popup.waitForResponse((response) => response.url().includes('/oauth/callback/'));
  await popup.getByLabel('User name').fill(user);
  await popup.getByLabel('Password').fill('any');
  await popup.getByRole('button', { name: 'Sign in' }).click();
  await popup.getByRole('button', { name: 'Allow' }).click();
  expect((await answered).ok()).toBe(false);

  expect(await connecting).toMatchObject({ ok: false, code: 'connect_expired' });
  expect(ageing.sandbox.tokenRequests()).toBe(before);
  // The sheet says why, until the user has read it.
  await expect(host.sheet.problem).toBeVisible();
  await host.sheet.close();
  await expect(host.sheet.dialog).toBeHidden();
});

test('an access token that has expired is refreshed once, for as many calls as there are', async ({
  ageing,
  context,
  user,
}) => {
  const host = await openHost(ageing, user, context);
  const connecting = host.call('connectApp', 'sandbox');
  await signInAndAllow(await host.sheet.continueInPopup(), user);
  await connecting;
  const before = ageing.sandbox.tokenRequests();
  await ageing.sql(`update connected_accounts set access_expires_at = now() - interval '1 second'`);

  const calls = Array.from({ length: 10 }, () => host.value('invokeFunction', 'sandbox-list-contacts', { limit: 1 }));
  for (const result of await Promise.all(calls)) expect(result).toMatchObject({ network_code: '200' });
  expect(ageing.sandbox.tokenRequests() - before).toBe(1);
});
