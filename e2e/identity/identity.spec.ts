import { SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import type { HostPage, SdkMethod } from '../harness/host-page.ts';
import { expect, test } from '../harness/test.ts';
import type { Workspace } from '../harness/workspace.ts';

const calls: [SdkMethod, unknown[]][] = [
  ['isAppConnected', ['sandbox']],
  ['getConnectedAccounts', ['sandbox']],
  ['getFunction', ['sandbox-list-contacts']],
  ['invokeFunction', ['sandbox-list-contacts', {}]],
  ['disconnectApp', ['sandbox']],
  ['connectApp', ['sandbox']],
];

/** `error` fires once, `ready` never, and every call rejects with the same code. */
async function expectRefused(host: HostPage, code: string): Promise<void> {
  expect(await host.event('error')).toMatchObject({ name: 'IntegryError', code });
  for (const [method, args] of calls) {
    expect(await host.call(method, ...args), method).toMatchObject({ ok: false, name: 'IntegryError', code });
  }
  expect(await host.count('ready')).toBe(0);
  expect(await host.count('error')).toBe(1);
  await expect(host.page.locator('dialog[open]')).toHaveCount(0);
}

/** As the customer's backend signs it (docs: HS256 with the App-Secret). */
function sign(
  workspace: Workspace,
  userId: string,
  claims: Record<string, unknown> = {},
  secret = workspace.appSecret,
) {
  return new SignJWT({ sub: userId, jti: randomUUID(), ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime('2 minutes')
    .sign(new TextEncoder().encode(secret));
}

test('an origin that is not on the list gets an error, and no session', async ({ openHost, world, user }) => {
  const host = await openHost({ hostname: 'unlisted.localhost', start: false });
  await host.start(world.workspace.configFor(user));
  await expectRefused(host, 'origin_not_allowed');
});

const wrongHashes: Record<string, (hash: string, workspace: Workspace, user: string) => string> = {
  'of another user': (_hash, workspace) => workspace.hashOf('somebody else'),
  'in upper case': (hash) => hash.toUpperCase(),
  'cut short': (hash) => hash.slice(0, -2),
  'not hexadecimal': (hash) => `zz${hash.slice(2)}`,
  'with a character too many': (hash) => `${hash}0`,
};
for (const [what, change] of Object.entries(wrongHashes)) {
  test(`a hash ${what} is refused`, async ({ openHost, world, user }) => {
    const host = await openHost({ start: false });
    const { workspace } = world;
    await host.start({ ...workspace.configFor(user), hash: change(workspace.hashOf(user), workspace, user) });
    await expectRefused(host, 'invalid_hash');
  });
}

test('an App-Key that nobody has is named as such', async ({ openHost, world, user }) => {
  const host = await openHost({ start: false });
  await host.start({ ...world.workspace.configFor(user), appKey: 'ak_AAAAAAAAAAAAAAAAAAAAAA' });
  await expectRefused(host, 'unknown_app_key');
});

test('a token of the customer’s backend opens a session, as a string', async ({ openHost, world, user }) => {
  const token = await sign(world.workspace, user);
  const host = await openHost({ config: { hash: undefined, token } });
  expect(await host.value('isAppConnected', 'sandbox')).toBe(false);

  // Its jti has been used: whoever copied it gets nothing.
  const thief = await openHost({ start: false });
  const { appKey, userId } = world.workspace.configFor(user);
  await thief.start({ appKey, userId, token });
  await expectRefused(thief, 'invalid_token');
});

test('a token comes from an async function of the page', async ({ openHost, world, user }) => {
  const host = await openHost({ start: false });
  await host.page.exposeFunction('fetchToken', () => sign(world.workspace, user));
  await host.page.evaluate(({ appKey, userId }) => {
    const { fetchToken } = globalThis as unknown as { fetchToken: () => Promise<string> };
    globalThis.host.watch(new globalThis.IntegryJS({ appKey, userId, token: () => fetchToken() }), 'sdk');
  }, world.workspace.configFor(user));
  await host.event('ready');
  expect(await host.value('isAppConnected', 'sandbox')).toBe(false);
});

const wrongTokens: Record<string, (workspace: Workspace, user: string) => Promise<string>> = {
  'signed with another secret': (workspace, user) => sign(workspace, user, {}, `${workspace.appSecret}x`),
  'for another user': (workspace) => sign(workspace, 'somebody else'),
  'without a jti': (workspace, user) => sign(workspace, user, { jti: undefined }),
  'that lives too long': (workspace, user) =>
    new SignJWT({ sub: user, jti: randomUUID() })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1 hour')
      .sign(new TextEncoder().encode(workspace.appSecret)),
  'that is unsigned': (_workspace, user) => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + 60;
    return Promise.resolve(`${part({ alg: 'none' })}.${part({ sub: user, jti: randomUUID(), exp })}.`);
  },
};
for (const [what, make] of Object.entries(wrongTokens)) {
  test(`a token ${what} is refused`, async ({ openHost, world, user }) => {
    const host = await openHost({ start: false });
    const { appKey, userId } = world.workspace.configFor(user);
    await host.start({ appKey, userId, token: await make(world.workspace, user) });
    await expectRefused(host, 'invalid_token');
  });
}

test('a listener that comes late still hears of ready, and of an error', async ({ openHost, world, user }) => {
  const ready = await openHost();
  await ready.page.evaluate(() => globalThis.host.watch(globalThis.host.sdks['sdk']!, 'late'));
  await ready.event('ready', 'late');

  const refused = await openHost({ start: false });
  await refused.start({ ...world.workspace.configFor(user), hash: '0'.repeat(64) });
  await refused.event('error');
  await refused.page.evaluate(() => globalThis.host.watch(globalThis.host.sdks['sdk']!, 'late'));
  expect(await refused.event('error', 'late')).toMatchObject({ code: 'invalid_hash' });
});

test('constructed without new it is the same', async ({ openHost, world, user }) => {
  const host = await openHost({ start: false });
  const isInstance = await host.page.evaluate((config) => {
    const sdk = globalThis.IntegryJS(config);
    globalThis.host.watch(sdk, 'sdk');
    return sdk instanceof (globalThis.IntegryJS as unknown as new () => object);
  }, world.workspace.configFor(user));
  expect(isInstance).toBe(true);
  await host.event('ready');
});
