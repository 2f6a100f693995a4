import { connectSandbox } from '../harness/connect.ts';
import { expect, openHost, test } from '../harness/test.ts';
import { startPostgresWorld } from '../harness/postgres-world.ts';

test('an account connected through one server process fires app-connected on a page served by the other', async ({
  browser,
  user,
}) => {
  test.setTimeout(120_000);
  const world = await startPostgresWorld();
  const context = await browser.newContext();
  try {
    const second = await world.startSecondServer();
    expect(second.url).not.toBe(world.server.url);

    const acting = await openHost(world, user, context);
    const watching = await openHost(world, user, await browser.newContext(), { config: { baseUrl: second.url } });
    const id = await connectSandbox(acting, user);
    expect(await watching.event('app-connected')).toMatchObject({ connected_account_id: id });
    expect(await watching.value('invokeFunction', 'sandbox-list-contacts', {})).toMatchObject({ network_code: '200' });

    // And back, with the first one gone: the second holds everything that is needed.
    await world.server.stop();
    expect(await watching.value('disconnectApp', 'sandbox')).toMatchObject({ disconnected_account_id: id });
    expect(await watching.event('app-disconnected')).toMatchObject({ connected_account_id: id });
    await watching.page.context().close();
  } finally {
    await context.close();
    await world.stop();
  }
});
