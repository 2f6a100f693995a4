import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Credentials } from '#connectors/kit/connector.ts';
import { decideConsent } from '#sandbox/consent-robot.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import { disconnectAccount } from '../accounts/disconnect-account.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import { createEgress } from '../egress/guarded-fetch.ts';
import type { Services } from '../services.ts';
import { answerTo, publicUrl, startConnectWorld, underWay, type ConnectWorld } from '../testing/connect-world.ts';
import { describeOnEachDatabase, type TestDatabase } from '../testing/databases.ts';
import { rotatingTokens, type RogueProvider } from '../testing/rogue-provider.ts';
import { testServices } from '../testing/test-services.ts';
import type { TestUser } from '../testing/test-user.ts';
import { credentialsOf, renewCredentials } from './credentials-of.ts';
import { takeLease } from './refresh-lease.ts';

describeOnEachDatabase('an access token', (openTestDatabase) => {
  let world: ConnectWorld;
  let rogue: RogueProvider;
  let here: Services;
  /** Another server on the same database: it shares no memory with this one */
  let there: Services;
  let closeThere: (() => Promise<void>) | undefined;
  let ann: TestUser;

  beforeAll(async () => {
    const db = await openTestDatabase();
    world = await startConnectWorld(db);
    ({ rogue, services: here } = world);
    const second = await secondHandle(db);
    closeThere = second.close;
    there = await testServices(second.db, world.connectors, { publicUrl, vaultKey: world.vaultKey });
  });
  afterAll(() => closeThere?.());
  beforeEach(async () => {
    rogue.reset();
    ann = await world.signIn();
  });

  /** Only one process can open the embedded database: there, the other server is one that shares no memory. */
  async function secondHandle(db: TestDatabase): Promise<{ db: Database; close?: () => Promise<void> }> {
    if (db.config.databaseUrl === undefined) return { db: { ...db } };
    const opened = await openDatabase(db.config);
    return { db: opened, close: () => opened.close() };
  }

  /** Ann's account at the third party, with the requests for it forgotten. */
  async function connected(expiresIn = 3600): Promise<AccountRow> {
    rogue.answerToken = rotatingTokens({ expiresIn });
    const { url } = await underWay(ann, world.acme, 'rogue');
    await ann.browser.open(answerTo(url, { code: 'c' }));
    rogue.tokenRequests = [];
    return account();
  }

  async function account(): Promise<AccountRow> {
    const [row] = await world.accountsOf(ann);
    return row!;
  }

  /** As if the token had been issued long ago. */
  async function endsIn(seconds: number): Promise<AccountRow> {
    await change({ access_expires_at: sql`now() + make_interval(secs => ${seconds})` });
    return account();
  }

  async function change(values: Record<string, RawBuilder<unknown>>) {
    await here.db.inWorkspace(world.acme.id, (tx) =>
      tx.updateTable('connected_accounts').set(values).where('user_id', '=', ann.id).execute(),
    );
  }

  function tokenOf(credentials: Credentials): string {
    return credentials.type === 'oauth2' ? credentials.accessToken : '';
  }

  function codeOf(error: { code: string }): string {
    return error.code;
  }

  test('is used as it is while it lasts', async () => {
    expect(await credentialsOf(here, await connected())).toMatchObject({ type: 'oauth2', accessToken: 'access-1' });
    await endsIn(301);
    expect(tokenOf(await credentialsOf(here, await account()))).toBe('access-1');
    expect(rogue.tokenRequests).toEqual([]);
  });

  test('is renewed five minutes before its end, and the new tokens are kept', async () => {
    await connected();
    expect(tokenOf(await credentialsOf(here, await endsIn(290)))).toBe('access-2');
    expect(tokenOf(await credentialsOf(there, await account()))).toBe('access-2');
    expect(rogue.tokenRequests.map(({ form }) => form.get('refresh_token'))).toEqual(['refresh-1']);
    expect(await account()).toMatchObject({ refresh_lease_until: null, status: 'active' });
    await endsIn(10);
    expect(tokenOf(await credentialsOf(here, await account()))).toBe('access-3');
  });

  test('of a short life is used for half of it', async () => {
    const fresh = await connected(120);
    expect(tokenOf(await credentialsOf(here, fresh))).toBe('access-1');
    expect(tokenOf(await credentialsOf(here, await endsIn(59)))).toBe('access-2');
  });

  test.each([
    ['about to end', 60],
    ['over', -60],
  ])('that is %s is renewed once, for fifty callers at two servers', async (_state, seconds) => {
    await connected();
    const row = await endsIn(seconds);
    const callers = Array.from({ length: 50 }, (_, index) => credentialsOf(index % 2 ? here : there, row));
    const tokens = new Set((await Promise.all(callers)).map(tokenOf));
    expect(rogue.tokenRequests).toHaveLength(1);
    // Whoever comes while the old one still serves need not wait.
    if (seconds < 0) expect([...tokens]).toEqual(['access-2']);
    expect(tokenOf(await credentialsOf(here, await account()))).toBe('access-2');
  });

  test('of a strict server is renewed once, and its grant lives on', async () => {
    const { url } = await underWay(ann, world.acme, 'strict');
    await ann.browser.open(await decideConsent(url.href));
    const before = world.sandbox.tokenRequests();
    const row = await endsIn(-1);
    await Promise.all(Array.from({ length: 50 }, (_, index) => credentialsOf(index % 2 ? here : there, row)));
    expect(world.sandbox.tokenRequests()).toBe(before + 1);
    await credentialsOf(here, await endsIn(-1));
    expect(world.sandbox.tokenRequests()).toBe(before + 2);
    expect((await account()).status).toBe('active');
  });

  describe('that the app refuses', () => {
    test('is renewed, whatever the clock says: once for fifty callers at two servers', async () => {
      const row = await connected();
      const refused = await credentialsOf(here, row);
      const callers = Array.from({ length: 50 }, (_, index) =>
        renewCredentials(index % 2 ? here : there, row, refused),
      );
      expect(new Set((await Promise.all(callers)).map(tokenOf))).toEqual(new Set(['access-2']));
      expect(rogue.tokenRequests).toHaveLength(1);
    });

    test('is not renewed again for a caller that comes late', async () => {
      const row = await connected();
      const refused = await credentialsOf(here, row);
      await renewCredentials(here, row, refused);
      expect(tokenOf(await renewCredentials(there, row, refused))).toBe('access-2');
      expect(rogue.tokenRequests).toHaveLength(1);
    });

    test('and cannot be renewed: the account needs its user', async () => {
      rogue.answerToken = () => ({ body: { access_token: 'only', token_type: 'bearer' } });
      const { url } = await underWay(ann, world.acme, 'rogue');
      await ann.browser.open(answerTo(url, { code: 'c' }));
      const row = await account();
      const refused = await credentialsOf(here, row);
      expect(await renewCredentials(here, row, refused).catch(codeOf)).toBe('needs_reconnect');
      expect((await account()).status).toBe('needs_reconnect');
    });
  });

  describe('whose renewal is refused', () => {
    test('needs its user, and the third party is not asked again', async () => {
      await connected();
      rogue.answerToken = () => ({ status: 400, body: { error: 'invalid_grant' } });
      const row = await endsIn(60);
      expect(await credentialsOf(here, row).catch(codeOf)).toBe('needs_reconnect');
      expect(await credentialsOf(there, row).catch(codeOf)).toBe('needs_reconnect');
      expect(await credentialsOf(here, await account()).catch(codeOf)).toBe('needs_reconnect');
      expect(rogue.tokenRequests).toHaveLength(1);
      expect((await account()).status).toBe('needs_reconnect');
    });

    test('is good again once the user has connected anew', async () => {
      await connected();
      rogue.answerToken = () => ({ status: 400, body: { error: 'invalid_grant' } });
      await credentialsOf(here, await endsIn(-1)).catch(codeOf);
      const renewed = await connected();
      expect(renewed.status).toBe('active');
      expect(tokenOf(await credentialsOf(here, renewed))).toBe('access-1');
    });

    test('because of the client: the operator has to look', async () => {
      await connected();
      rogue.answerToken = () => ({ status: 401, body: { error: 'invalid_client' } });
      expect(await credentialsOf(here, await endsIn(-1)).catch(codeOf)).toBe('app_not_configured');
      expect((await account()).status).toBe('active');
    });
  });

  describe('while the third party is in trouble', () => {
    test('is used to its end, and the third party is left alone for a while', async () => {
      await connected();
      rogue.answerToken = () => ({ status: 503, body: 'down' });
      const row = await endsIn(60);
      expect(tokenOf(await credentialsOf(here, row))).toBe('access-1');
      expect(tokenOf(await credentialsOf(there, row))).toBe('access-1');
      expect(tokenOf(await credentialsOf(here, await account()))).toBe('access-1');
      expect(rogue.tokenRequests).toHaveLength(1);
    });

    test('and over: every caller is told, and the next one tries again', async () => {
      await connected();
      rogue.answerToken = () => ({ status: 503, body: 'down' });
      expect(await credentialsOf(here, await endsIn(-1)).catch(codeOf)).toBe('provider_unreachable');
      rogue.answerToken = () => ({ body: { access_token: 'again-well', token_type: 'bearer' } });
      expect(tokenOf(await credentialsOf(here, await account()))).toBe('again-well');
    });

    test('silence ends at the deadline', async () => {
      await connected();
      rogue.answerToken = () => new Promise(() => undefined);
      const egress = createEgress({ allowedInternalHosts: [{ host: 'localhost' }], limits: { deadline: 200 } });
      expect(await credentialsOf({ ...here, egress }, await endsIn(-1)).catch(codeOf)).toBe('provider_timeout');
      await egress.close();
    });
  });

  test('keeps its refresh token where the reply names no new one, and what else was known', async () => {
    rogue.answerToken = () => ({
      body: {
        access_token: 'a',
        token_type: 'bearer',
        refresh_token: 'kept',
        expires_in: 60,
        instance_url: 'https://x',
      },
    });
    const { url } = await underWay(ann, world.acme, 'rogue');
    await ann.browser.open(answerTo(url, { code: 'c' }));
    rogue.answerToken = ({ form }) => ({
      body: { access_token: `with-${form.get('refresh_token')}`, token_type: 'bearer', expires_in: 60 },
    });
    for (let count = 0; count < 2; count++) {
      const renewed = await credentialsOf(here, await endsIn(-1));
      const known = { extra: { instance_url: 'https://x' }, found: { user_id: expect.any(String) } };
      expect(renewed).toMatchObject({ accessToken: 'with-kept', ...known });
      expect(JSON.stringify(renewed)).not.toContain('"kept"');
    }
  });

  describe('whose holder of the lease', () => {
    test('has died is renewed by the next one when the lease is over', async () => {
      await connected();
      const lost = await takeLease(there, await endsIn(-1));
      expect(lost).toBeDefined();
      const waiting = credentialsOf(here, await account());
      await change({ refresh_lease_until: sql`now()` });
      expect(tokenOf(await waiting)).toBe('access-2');
    });

    test('comes back late does not overwrite what was connected meanwhile', async () => {
      await connected();
      const row = await endsIn(-1);
      rogue.answerToken = async ({ form }) => {
        if (form.get('grant_type') === 'refresh_token') {
          rogue.answerToken = () => ({ body: { access_token: 'newest', token_type: 'bearer', refresh_token: 'r' } });
          const { url } = await underWay(ann, world.acme, 'rogue');
          await ann.browser.open(answerTo(url, { code: 'again' }));
        }
        return { body: { access_token: 'outdated', token_type: 'bearer', refresh_token: 'outdated' } };
      };
      expect(tokenOf(await credentialsOf(here, row))).toBe('newest');
      expect(tokenOf(await credentialsOf(there, await account()))).toBe('newest');
    });

    test('comes back to a disconnected account takes the new tokens back', async () => {
      await connected();
      const row = await endsIn(-1);
      rogue.answerToken = async () => {
        await disconnectAccount(there, { workspaceId: world.acme.id, userId: ann.id }, row.id);
        return { body: { access_token: 'orphan', token_type: 'bearer', refresh_token: 'orphan-refresh' } };
      };
      expect(await credentialsOf(here, row).catch(codeOf)).toBe('unknown_account');
      expect(rogue.revoked).toEqual(['refresh-1', 'access-1', 'orphan-refresh', 'orphan']);
    });
  });

  test('is kept in spite of a database that fails for a moment', async () => {
    await connected();
    const row = await endsIn(-1);
    let failures = 2;
    const db: Database = {
      ...here.db,
      inWorkspace: (id, work) =>
        rogue.tokenRequests.length > 0 && failures-- > 0
          ? Promise.reject(new Error('The connection is gone.'))
          : here.db.inWorkspace(id, work),
    };
    expect(tokenOf(await credentialsOf({ ...here, db }, row))).toBe('access-2');
    expect(tokenOf(await credentialsOf(here, await account()))).toBe('access-2');
  });

  test('of a deleted account is no longer there', async () => {
    const row = await connected();
    await disconnectAccount(here, { workspaceId: world.acme.id, userId: ann.id }, row.id);
    const due = { ...row, access_expires_at: new Date(0) };
    expect(await credentialsOf(here, due).catch(codeOf)).toBe('unknown_account');
  });
});
