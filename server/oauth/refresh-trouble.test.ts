import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountRow } from '../accounts/list-accounts.ts';
import { answerTo, eventsOf, startConnectWorld, underWay, type ConnectWorld } from '../testing/connect-world.ts';
import { describeOnEmbeddedDatabase } from '../testing/databases.ts';
import { failureOf } from '../testing/loopback.ts';
import { rotatingTokens, type RogueProvider, type RogueReply } from '../testing/rogue-provider.ts';
import type { TestUser } from '../testing/test-user.ts';
import { credentialsOf } from './credentials-of.ts';
import { takeLease } from './refresh-lease.ts';
import { refreshTokens } from './refresh.ts';
import { openCredentials, type StoredOAuth } from './stored-credentials.ts';

describeOnEmbeddedDatabase('a refresh token', (openTestDatabase) => {
  let world: ConnectWorld;
  let rogue: RogueProvider;
  let ann: TestUser;

  beforeAll(async () => {
    world = await startConnectWorld(await openTestDatabase());
    ({ rogue } = world);
  });
  beforeEach(async () => {
    rogue.reset();
    ann = await world.signIn();
    rogue.answerToken = rotatingTokens();
    const { url } = await underWay(ann, world.acme, 'rogue');
    await ann.browser.open(answerTo(url, { code: 'c' }));
    rogue.tokenRequests = [];
    await set({ access_expires_at: sql`now() - interval '1 second'` });
  });

  const set = (values: Record<string, unknown>) =>
    world.services.db.inWorkspace(world.acme.id, (tx) =>
      tx.updateTable('connected_accounts').set(values).where('user_id', '=', ann.id).execute(),
    );
  const account = async (): Promise<AccountRow> => (await world.accountsOf(ann))[0]!;
  const use = async () => failureOf(credentialsOf(world.services, await account()));
  const stored = async () => (await openCredentials(world.services, await account())) as StoredOAuth;
  const eventTypes = async () => (await eventsOf(world.services, world.acme, ann)).map(({ type }) => type);

  test('that was lost between rotation and commit costs one more request, then the user is asked, once', async () => {
    // A server dies with the new tokens in its hands.
    const lease = await takeLease(world.services, await account());
    const { refreshToken = '', ...rest } = await stored();
    await refreshTokens(world.services, lease!.account, { ...rest, refreshToken });
    await set({ refresh_lease_until: sql`now()` });

    expect(await Promise.all(Array.from({ length: 10 }, use))).toEqual(Array(10).fill('needs_reconnect'));
    for (let count = 0; count < 3; count++) expect(await use()).toBe('needs_reconnect');
    expect(rogue.tokenRequests.map(({ form }) => form.get('refresh_token'))).toEqual(['refresh-1', 'refresh-1']);
    expect(await eventTypes()).toEqual(['app-connected', 'account-updated']);
    expect((await account()).status).toBe('needs_reconnect');
  });

  test('is asked for by many at once at the price of one, and not at all once the grant has ended', async () => {
    let asked = 0;
    const { db } = world.services;
    const inWorkspace: typeof db.inWorkspace = (id, work) => {
      asked += 1;
      return db.inWorkspace(id, work);
    };
    const services = { ...world.services, db: { ...db, inWorkspace } };
    const seen = await account();
    const found = await Promise.all(Array.from({ length: 20 }, () => credentialsOf(services, seen)));
    expect(new Set(found.map((one) => one.type === 'oauth2' && one.accessToken)).size).toBe(1);
    expect(rogue.tokenRequests).toHaveLength(1);
    // The account, the lease, the client, and what came of it
    expect(asked).toBe(4);

    const ended = { ...(await account()), status: 'needs_reconnect' } as const;
    expect(await failureOf(credentialsOf(services, ended))).toBe('needs_reconnect');
    expect(asked).toBe(4);
  });

  describe.each<[string, RogueReply]>([
    ['with a page', { headers: { 'content-type': 'text/html' }, body: '<h1>Maintenance</h1>' }],
    ['with an error of its own', { status: 500, body: { error: 'server_error' } }],
    ['with too much', { body: 'x'.repeat(6 * 1024 * 1024) }],
    ['with no token', { body: { token_type: 'bearer' } }],
    ['with a token of another type', { body: { access_token: 'a', token_type: 'mac' } }],
    ['with a redirect', { status: 307, headers: { location: 'http://localhost:1/' }, body: '' }],
    ['with a refresh token that is none', { body: { access_token: 'a', refresh_token: ['r'] } }],
    ['that it is busy', { status: 429, headers: { 'retry-after': '60' }, body: '' }],
  ])('that the third party answers %s', (_how, reply) => {
    test('stays, and is used again', async () => {
      rogue.answerToken = () => reply;
      expect(await use()).toMatch(/^(provider_unreachable|response_too_large)$/);
      expect(rogue.tokenRequests).toHaveLength(1);
      expect(await account()).toMatchObject({ status: 'active', refresh_lease_until: null });
      expect(await stored()).toMatchObject({ accessToken: 'access-1', refreshToken: 'refresh-1' });
      expect(await eventTypes()).toEqual(['app-connected']);
      rogue.answerToken = () => ({ body: { access_token: 'again-well', token_type: 'bearer' } });
      expect(await use()).toBe('none');
      expect(await stored()).toMatchObject({ accessToken: 'again-well', refreshToken: 'refresh-1' });
    });
  });
});
