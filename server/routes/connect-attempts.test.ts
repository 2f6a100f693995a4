import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CallContext, Connector } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { expireAttempts } from '../connect/expire-attempts.ts';
import { credentialsOf } from '../oauth/credentials-of.ts';
import { eventsOf, publicUrl, startConnectWorld, type ConnectWorld } from '../testing/connect-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import type { TestUser } from '../testing/test-user.ts';

/** An app with an API token; each test says what the third party makes of it. */
const keyed = fakeConnector({ name: 'keyed' });
let verify: Connector['verify'] = keyed.verify;

describeOnEachDatabase('connect attempts', (openTestDatabase) => {
  let world: ConnectWorld;
  let ann: TestUser;

  beforeAll(async () => {
    const connector: Connector = { ...keyed, verify: (context) => verify(context) };
    world = await startConnectWorld(await openTestDatabase(), [connector]);
  });
  beforeEach(async () => {
    verify = async () => ({ externalId: 'keyed-user', displayName: 'Keyed User' });
    ann = await world.signIn();
  });

  async function letExpire(id: string): Promise<void> {
    await world.services.db.inWorkspace(world.acme.id, (tx) =>
      tx
        .updateTable('connect_attempts')
        .set({ expires_at: sql<Date>`now()` })
        .where('id', '=', id)
        .execute(),
    );
  }

  describe('are started', () => {
    test('under an id of the caller, pending for ten minutes', async () => {
      const id = randomUUID();
      const { status, body } = await ann.api('POST', '/connect-attempts', { id, app: 'rogue' });
      expect(status).toBe(200);
      expect(body).toMatchObject({ id, app: 'rogue', status: 'pending', error: null, connected_account_id: null });
      expect(body.start_url).toBe(`${publicUrl}/connect/${world.acme.appKey}/${id}`);
      const minutes = (Date.parse(String(body.expires_at)) - Date.now()) / 60_000;
      expect(minutes).toBeGreaterThan(9.9);
      expect(minutes).toBeLessThan(10.1);
      expect((await ann.attempt(id)).body).toEqual(body);
    });

    test('again with the same id: it is the same attempt, ten times at once too', async () => {
      const id = randomUUID();
      const start = () => ann.api('POST', '/connect-attempts', { id, app: 'rogue' });
      const answers = await Promise.all(Array.from({ length: 10 }, start));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      await ann.api('POST', `/connect-attempts/${id}/cancel`, {});
      expect((await start()).body).toMatchObject({ status: 'failed', error: { code: 'connect_cancelled' } });
    });

    test('not with an id that is taken by another user, or for another app', async () => {
      const id = await ann.startAttempt('rogue');
      const taken = [
        await (await world.signIn()).api('POST', '/connect-attempts', { id, app: 'rogue' }),
        await ann.api('POST', '/connect-attempts', { id, app: 'strict' }),
      ];
      for (const { body } of taken) expect(body.code).toBe('invalid_argument');
    });

    test('not while the operator has entered no OAuth client; then nothing is left of it', async () => {
      const id = randomUUID();
      const answer = await ann.api('POST', '/connect-attempts', { id, app: 'unconfigured' });
      expect(answer.body.code).toBe('app_not_configured');
      expect((await ann.attempt(id)).body.code).toBe('unknown_attempt');
    });

    test.each([
      [{ id: randomUUID(), app: 'nothing' }, 'unknown_app'],
      [{ id: 'not-a-uuid', app: 'rogue' }, 'invalid_argument'],
      [{ id: randomUUID() }, 'invalid_argument'],
      [{ id: randomUUID(), app: '__proto__' }, 'invalid_argument'],
    ])('%# not with what is wrong', async (body, code) => {
      expect((await ann.api('POST', '/connect-attempts', body)).body.code).toBe(code);
    });
  });

  test('belong to their user: to others they are unknown', async () => {
    const id = await ann.startAttempt('keyed');
    const mallory = await world.signIn();
    const steps = [
      ['nonce', {}],
      ['cancel', {}],
      ['pair', { code: 'AAAAAAAA' }],
      ['credentials', { scheme: 'api_token', values: { token: 't' } }],
    ] as const;
    for (const [step, body] of steps) {
      const answer = await mallory.api('POST', `/connect-attempts/${id}/${step}`, body);
      expect([step, answer.status, answer.body.code]).toEqual([step, 404, 'unknown_attempt']);
    }
    expect((await mallory.attempt(id)).status).toBe(404);
    expect((await ann.attempt(id)).body.status).toBe('pending');
  });

  describe('end', () => {
    test('by Cancel, once', async () => {
      const id = await ann.startAttempt('rogue');
      for (let count = 0; count < 2; count++) {
        const { body } = await ann.api('POST', `/connect-attempts/${id}/cancel`, {});
        expect(body).toMatchObject({ status: 'failed', error: { code: 'connect_cancelled' } });
      }
      expect(await eventsOf(world.services, world.acme, ann)).toMatchObject([
        { type: 'attempt-failed', id, error: { code: 'connect_cancelled' } },
      ]);
    });

    test('by themselves after ten minutes: the stream is told once, however many servers look', async () => {
      const id = await ann.startAttempt('rogue');
      const open = await ann.startAttempt('rogue');
      await letExpire(id);
      await Promise.all([expireAttempts(world.services), expireAttempts(world.services)]);
      expect(await eventsOf(world.services, world.acme, ann)).toMatchObject([
        { type: 'attempt-failed', id, error: { code: 'connect_expired' } },
      ]);
      expect((await ann.attempt(open)).body.status).toBe('pending');
    });

    test('for a reader as soon as the time is over', async () => {
      const id = await ann.startAttempt('rogue');
      await letExpire(id);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_expired' } });
      expect((await ann.api('POST', `/connect-attempts/${id}/cancel`, {})).body).toMatchObject({
        error: { code: 'connect_expired' },
      });
    });
  });

  describe('with credentials that are typed in', () => {
    const given = { scheme: 'api_token', values: { token: 'the-token' } };
    const submit = (id: string, body: unknown = given) => ann.api('POST', `/connect-attempts/${id}/credentials`, body);

    test('are connected once the app has said whose they are', async () => {
      const seen: CallContext['credentials'][] = [];
      verify = async ({ credentials }) => {
        seen.push(credentials);
        return { externalId: 'keyed-user', displayName: ' Keyed\nUser ', found: { site: 'north' } };
      };
      const id = await ann.startAttempt('keyed');
      const { body } = await submit(id);
      expect(body).toMatchObject({ id, status: 'connected', error: null });
      expect(seen).toEqual([{ scheme: 'api_token', type: 'api_key', values: { token: 'the-token' } }]);
      expect(await eventsOf(world.services, world.acme, ann)).toMatchObject([
        { type: 'app-connected', attempt_id: id, connected_accounts: [{ display_name: 'Keyed User' }] },
      ]);
      const [account] = await world.accountsOf(ann);
      expect(await credentialsOf(world.services, account!)).toEqual({ ...seen[0], found: { site: 'north' } });
      expect(Buffer.from(account!.credentials_sealed).includes('the-token')).toBe(false);
    });

    test('go on after a wrong key, and after trouble at the third party', async () => {
      const id = await ann.startAttempt('keyed');
      for (const [code, status] of [
        ['credentials_rejected', 422],
        ['provider_unreachable', 502],
      ] as const) {
        verify = () => Promise.reject(new ConnectorError(code, 'No.'));
        expect(await submit(id)).toMatchObject({ status, body: { code } });
        expect((await ann.attempt(id)).body.status).toBe('pending');
      }
      verify = async () => ({ externalId: 'keyed-user', displayName: '' });
      expect((await submit(id)).body.status).toBe('connected');
      expect((await world.accountsOf(ann))[0]?.display_name).toBe('keyed-user');
    });

    test.each([
      ['another scheme', { scheme: 'oauth2', values: {} }],
      ['a missing value', { scheme: 'api_token', values: {} }],
      ['a line break', { scheme: 'api_token', values: { token: 'a\nb' } }],
      ['no text', { scheme: 'api_token', values: { token: 42 } }],
      ['100 KB', { scheme: 'api_token', values: { token: 'x'.repeat(100_000) } }],
    ])('are not tried with %s', async (_what, body) => {
      verify = () => Promise.reject(new Error('must not be asked'));
      const id = await ann.startAttempt('keyed');
      expect((await submit(id, body)).body.code).toBe('invalid_argument');
    });

    test('lose against Cancel while the app is being asked', async () => {
      const id = await ann.startAttempt('keyed');
      verify = async () => {
        await ann.api('POST', `/connect-attempts/${id}/cancel`, {});
        return { externalId: 'keyed-user', displayName: 'Keyed User' };
      };
      expect((await submit(id)).body.code).toBe('attempt_closed');
      expect(await world.accountsOf(ann)).toEqual([]);
    });

    test('make one account and one event where they are sent twice at once', async () => {
      const id = await ann.startAttempt('keyed');
      const answers = await Promise.all([submit(id), submit(id)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await eventsOf(world.services, world.acme, ann)).toHaveLength(1);
    });

    describe('reconnect an account', () => {
      let accountId: number;

      beforeEach(async () => {
        const { body } = await submit(await ann.startAttempt('keyed'));
        accountId = Number(body.connected_account_id);
        await ann.api('PATCH', `/connected-accounts/${accountId}`, { display_name: 'Mine' });
        await world.services.db.inWorkspace(world.acme.id, (tx) =>
          tx.updateTable('connected_accounts').set({ status: 'needs_reconnect' }).where('id', '=', accountId).execute(),
        );
      });
      const newKey = { ...given, values: { token: 'a-new-token' } };
      const expectReconnected = async () => {
        const [account, ...others] = await world.accountsOf(ann);
        expect(others).toEqual([]);
        expect(account).toMatchObject({ id: accountId, status: 'active', given_name: 'Mine' });
        expect(await credentialsOf(world.services, account!)).toMatchObject({ values: newKey.values });
      };

      test('which keeps its id and its name', async () => {
        const id = await ann.startAttempt('keyed', accountId);
        expect((await submit(id, newKey)).body).toMatchObject({
          status: 'connected',
          connected_account_id: accountId,
        });
        await expectReconnected();
      });

      test('not with those of another one: the attempt goes on, and nothing has changed', async () => {
        const id = await ann.startAttempt('keyed', accountId);
        verify = async () => ({ externalId: 'another-user', displayName: 'Another User' });
        const { status, body } = await submit(id, newKey);
        expect([status, body.code]).toEqual([409, 'other_account']);
        expect(body.detail).toMatch(/Another User.* Mine /);
        expect(await world.accountsOf(ann)).toMatchObject([{ id: accountId, status: 'needs_reconnect' }]);
        verify = async () => ({ externalId: 'keyed-user', displayName: 'Keyed User' });
        expect((await submit(id, newKey)).body.status).toBe('connected');
        await expectReconnected();
      });

      test('also where the app does not say whose they are', async () => {
        verify = async () => ({ externalId: 'digest-2', displayName: 'API token', isOfCredentials: true });
        await submit(await ann.startAttempt('keyed', accountId), newKey);
        await expectReconnected();
      });

      test('but not with a key that another account has', async () => {
        verify = async () => ({ externalId: 'digest-3', displayName: 'API token', isOfCredentials: true });
        await submit(await ann.startAttempt('keyed'));
        const { body } = await submit(await ann.startAttempt('keyed', accountId));
        expect(body.code).toBe('other_account');
        expect(await world.accountsOf(ann)).toHaveLength(2);
      });

      test('but not one that is gone, nor one of another user or app', async () => {
        const id = await ann.startAttempt('keyed', accountId);
        await ann.api('DELETE', `/connected-accounts/${accountId}`);
        expect((await submit(id)).body.code).toBe('unknown_account');
        const { body } = await submit(await ann.startAttempt('keyed'));
        const wanted = { id: randomUUID(), connected_account_id: Number(body.connected_account_id) };
        const mallory = await world.signIn();
        const answers = [
          await mallory.api('POST', '/connect-attempts', { ...wanted, app: 'keyed' }),
          await ann.api('POST', '/connect-attempts', { ...wanted, app: 'rogue' }),
        ];
        for (const answer of answers) expect(answer.body.code).toBe('unknown_account');
      });
    });

    test('are not taken by an OAuth app', async () => {
      expect((await submit(await ann.startAttempt('rogue'))).body.code).toBe('invalid_argument');
    });
  });
});
