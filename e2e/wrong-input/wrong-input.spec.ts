import { errorCodes } from '#bridge-protocol/error-codes.ts';
import type { HostPage } from '../harness/host-page.ts';
import { connectSandbox } from '../harness/connect.ts';
import { expect, openHost as openHostIn, test } from '../harness/test.ts';
import { startWorld } from '../harness/world.ts';
import type { Misuse } from './wrong-input.ts';

const path = '/wrong-input/host.html';
const codes: readonly string[] = errorCodes;

async function callAll(host: HostPage, hungAfter = 20_000): Promise<Misuse[]> {
  return host.page.evaluate((limit) => globalThis.wrongInput.callAll('sdk', limit), hungAfter);
}

/** Whatever was passed: a promise that settled, with a code of ours if it was rejected. */
function expectSettled(misuses: Misuse[]): void {
  expect(misuses.length).toBeGreaterThan(100);
  const wrong = misuses.filter(({ outcome }) => outcome !== 'resolved' && !codes.includes(outcome));
  expect(wrong).toEqual([]);
}

const lines = (misuses: Misuse[], outcome: string): string[] =>
  misuses.filter((misuse) => misuse.outcome === outcome).map(({ method, value }) => `${method}: ${value}`);

test('every method with every wrong value settles, and what is no name is an invalid argument', async ({
  openHost,
}) => {
  test.setTimeout(180_000);
  const host = await openHost({ path });
  const misuses = await callAll(host);
  expectSettled(misuses);

  for (const method of [
    'connectApp',
    'disconnectApp',
    'isAppConnected',
    'getConnectedAccounts',
    'getFunction',
    'invokeFunction',
  ]) {
    const first = misuses.filter((misuse) => misuse.method === method && misuse.value.endsWith(' at 0'));
    const taken = first
      .filter(({ outcome }) => outcome !== 'invalid_argument')
      .map(({ value, outcome }) => [value, outcome]);
    // These two are names that nothing has.
    const names = new Set(['name of the constructor at 0']);
    expect(
      taken.filter(([value]) => !names.has(value!)),
      method,
    ).toEqual([]);
  }
  expect(misuses.filter(({ outcome }) => outcome === 'server_error')).toEqual([]);
  expect(lines(misuses, 'not_available').length).toBeGreaterThan(100);

  const uncaught = (await host.log()).filter((entry) => entry.uncaught !== undefined);
  expect(uncaught).toEqual([]);
  expect(await host.page.evaluate(() => ({}))).toEqual({});
  expect(await host.value('isAppConnected', 'sandbox')).toBe(false);
  await expect(host.page.locator('dialog[open]')).toHaveCount(0);
});

test('with a connected account wrong parameters are refused and do not reach the third party', async ({
  openHost,
  user,
}) => {
  const host = await openHost({ path });
  await connectSandbox(host, user);
  for (const params of [
    { limit: 'x' },
    { limit: -1 },
    { limit: 1e21 },
    { cursor: 'no such cursor' },
    { limit: null },
  ]) {
    const result = await host.value('invokeFunction', 'sandbox-list-contacts', params);
    const refused = 'error' in result || result.network_code === '400';
    expect(refused, `${JSON.stringify(params)}: ${JSON.stringify(result)}`).toBe(true);
  }
  expect(await host.call('invokeFunction', 'sandbox-list-contacts', {}, '999999')).toMatchObject({
    ok: false,
    code: 'unknown_account',
  });
  expect(await host.call('disconnectApp', 'sandbox', '999999')).toMatchObject({ ok: false, code: 'unknown_account' });
  expect(await host.call('isAppConnected', 'Sandbox')).toMatchObject({ ok: false, code: 'invalid_argument' });
  expect(await host.call('isAppConnected', 'no-such-app')).toMatchObject({ ok: false, code: 'unknown_app' });
  expect(await host.call('connectApp', 'no-such-app')).toMatchObject({ ok: false, code: 'unknown_app' });
  expect(await host.call('getFunction', 'sandbox-no-such')).toMatchObject({ ok: false, code: 'unknown_function' });
  expect(await host.call('invokeFunction', 'sandbox-no-such')).toMatchObject({ ok: false, code: 'unknown_function' });
});

test('no configuration makes the constructor throw: the methods reject', async ({ openHost, world, user }) => {
  test.setTimeout(180_000);
  const host = await openHost({ path, start: false });
  const valid = { ...world.workspace.configFor(user), baseUrl: world.server.url };
  const misuses = await host.page.evaluate((config) => globalThis.wrongInput.constructAll(config), valid);
  expectSettled(misuses);
  expect((await host.log()).filter((entry) => entry.uncaught !== undefined)).toEqual([]);
});

test('before ready every call waits for it, or says what is wrong', async ({ openHost, world, user }) => {
  test.setTimeout(180_000);
  const host = await openHost({ path, start: false });
  const outcome = await host.page.evaluate(async (config) => {
    globalThis.host.start(config, 'sdk');
    return globalThis.host.call('isAppConnected', ['sandbox'], 'sdk');
  }, world.workspace.configFor(user));
  expect(outcome).toEqual({ ok: true, value: false });

  const misuses = await host.page.evaluate(async (config) => {
    globalThis.host.start(config, 'second');
    return globalThis.wrongInput.callAll('second', 20_000);
  }, world.workspace.configFor(user));
  expectSettled(misuses);
});

test('after destroy every call rejects as destroyed', async ({ openHost }) => {
  const host = await openHost({ path });
  await host.call('destroy');
  const misuses = await callAll(host);
  expectSettled(misuses);
  expect(misuses.filter(({ outcome }) => outcome !== 'destroyed')).toEqual([]);
  expect(await host.call('destroy')).toMatchObject({ ok: true });
});

test('a thousand calls at once all settle', async ({ openHost }) => {
  const host = await openHost({ path });
  const outcomes = await host.page.evaluate(() =>
    Promise.all(Array.from({ length: 1000 }, () => globalThis.host.call('isAppConnected', ['sandbox'], 'sdk'))),
  );
  const answered = outcomes.filter((outcome) => outcome.ok || outcome.code === 'rate_limited');
  expect(answered).toHaveLength(1000);
});

test('with the server down every call settles with a code, and works again when it is back', async ({
  browser,
  user,
}) => {
  test.setTimeout(180_000);
  const world = await startWorld();
  const context = await browser.newContext();
  try {
    const host = await openHostIn(world, user, context, { path });
    await world.server.stop();
    expect(await host.call('isAppConnected', 'sandbox')).toMatchObject({ ok: false, code: 'server_unreachable' });
    const misuses = await callAll(host, 30_000);
    expectSettled(misuses);
    // A look that changes nothing asks nothing of the server.
    expect(lines(misuses, 'resolved').filter((line) => !line.startsWith('update: '))).toEqual([]);

    const late = await openHostIn(world, user, context, { path: '/harness/host.html', start: false });
    expect(await late.page.evaluate(() => 'IntegryJS' in globalThis)).toBe(false);

    await world.restart();
    expect(await host.value('isAppConnected', 'sandbox')).toBe(false);
  } finally {
    await context.close();
    await world.stop();
  }
});
