import { beforeAll, describe, expect, test } from 'vitest';
import type { Hono } from 'hono';
import { App } from '#bridge-protocol/entities/app.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testApp } from '../testing/test-app.ts';
import { testServices } from '../testing/test-services.ts';
import { addAccount, makeWorkspace, sessionToken, userRowId, type TestWorkspace } from '../testing/test-workspace.ts';

describeOnEachDatabase('apps and their accounts', (openTestDatabase) => {
  let services: Services;
  let app: Hono<AppEnv>;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    const oauth = {
      type: 'oauth2' as const,
      name: 'oauth2',
      title: 'OAuth',
      authorizationUrl: 'https://a.example/auth',
      tokenUrl: 'https://a.example/token',
      scopes: [],
      clientAuthentication: 'none' as const,
    };
    const connectors = [
      fakeConnector({ name: 'acme', title: 'Acme' }),
      fakeConnector({ name: 'oauth', title: 'Needs OAuth', auth: [oauth] }),
      ...Array.from({ length: 40 }, (_, index) => fakeConnector({ name: `z${index + 10}` })),
    ];
    services = await testServices(await openTestDatabase(), connectors);
    app = testApp(services);
    workspace = await makeWorkspace(services);
  });

  const ask = async (user: string, method: string, path: string, body?: object) => {
    const token = await sessionToken(services, workspace, user);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await app.request(path, { method, headers, body: body && JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  };
  const connect = async (user: string, displayName: string) => {
    await sessionToken(services, workspace, user);
    const userId = await userRowId(services, workspace, user);
    return addAccount(services, { workspaceId: workspace.id, userId }, { app: 'acme', displayName });
  };
  const eventsOf = async (user: string) => {
    const userId = await userRowId(services, workspace, user);
    return services.db.asOwner((tx) =>
      tx.selectFrom('events').select(['id', 'type', 'payload']).where('user_id', '=', userId).orderBy('id').execute(),
    );
  };

  test('an app has its accounts, newest first, and is what the protocol says', async () => {
    const first = await connect('ann', 'First');
    const second = await connect('ann', 'Second');
    const { body } = await ask('ann', 'GET', '/apps/acme/get/');
    expect(App.parse(body)).toEqual(body);
    expect(body.connected_accounts.map(({ id }: { id: number }) => id)).toEqual([second, first]);
    expect(JSON.stringify(body)).not.toContain('secret-token');
  });

  test('OAuth is available once the workspace has a client', async () => {
    const available = async () => (await ask('ann', 'GET', '/apps/oauth/get')).body.auth_methods[0].available;
    expect(await available()).toBe(false);
    const client = { workspace_id: workspace.id, app: 'oauth', client_id: 'x', client_secret_sealed: null };
    await services.db.asOwner((tx) => tx.insertInto('oauth_clients').values(client).execute());
    expect(await available()).toBe(true);
  });

  test('the list pages, searches, and keeps its ids', async () => {
    const first = await ask('ann', 'POST', '/apps/list/?page_size=30', { _cursor: '' });
    expect(first.body).toMatchObject({ count: 42, _cursor: expect.stringMatching(/./) });
    const second = await ask('ann', 'POST', '/apps/list/?page_size=30', { _cursor: first.body._cursor });
    expect(second.body._cursor).toBe('');
    const all = [...first.body.apps, ...second.body.apps];
    expect(new Set(all.map(({ id }) => id)).size).toBe(42);
    const everything = await ask('ann', 'POST', '/apps/list/?page_size=9999');
    expect(everything.body.apps.map(({ id }: { id: number }) => id)).toEqual(all.map(({ id }) => id));
    const found = await ask('ann', 'POST', '/apps/list/?search=oauth');
    expect(found.body.apps.map(({ name }: { name: string }) => name)).toEqual(['oauth']);
  });

  test('disconnecting deletes the account and tells the stream in one go', async () => {
    const first = await connect('bob', 'First');
    const second = await connect('bob', 'Second');
    const { status, body } = await ask('bob', 'DELETE', `/connected-accounts/${first}/?force=false`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'disconnected', app: { name: 'acme' }, connected_accounts: [{ id: second }] });
    expect(App.parse(body.app)).toEqual(body.app);
    expect(await eventsOf('bob')).toMatchObject([
      {
        id: 1,
        type: 'app-disconnected',
        payload: { connected_account_id: first, connected_accounts: [{ id: second }] },
      },
    ]);
    expect((await ask('bob', 'GET', '/apps/acme/get/')).body.connected_accounts).toHaveLength(1);
  });

  test('disconnecting twice, also at once, disconnects once', async () => {
    const id = await connect('cem', 'Only');
    const answers = await Promise.all([1, 2, 3].map(() => ask('cem', 'DELETE', `/connected-accounts/${id}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    expect(await eventsOf('cem')).toHaveLength(1);
  });

  test('of accounts that go at the same moment, the last event knows', async () => {
    const ids = await Promise.all(['a', 'b', 'c', 'd'].map((name) => connect('dan', name)));
    await Promise.all(ids.map((id) => ask('dan', 'DELETE', `/connected-accounts/${id}`)));
    const events = await eventsOf('dan');
    const left = events.map(({ payload }) => (payload.connected_accounts as unknown[]).length);
    expect(events.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(left).toEqual([3, 2, 1, 0]);
  });

  describe('an account is renamed', () => {
    const rename = (id: number, display_name: unknown, user = 'eve') =>
      ask(user, 'PATCH', `/connected-accounts/${id}`, { display_name });
    const namesOf = async (user: string) =>
      (await ask(user, 'GET', '/apps/acme/get/')).body.connected_accounts.map(
        (account: { display_name: string }) => account.display_name,
      );

    test('in its place among the others, with its event, and back', async () => {
      const first = await connect('eve', 'First');
      await connect('eve', 'Second');
      const { status, body } = await rename(first, '  Für <b>Märkte</b> ');
      expect(status).toBe(200);
      expect(App.parse(body.app)).toEqual(body.app);
      expect(await namesOf('eve')).toEqual(['Second', 'Für <b>Märkte</b>']);
      expect(await eventsOf('eve')).toMatchObject([
        {
          type: 'account-updated',
          payload: {
            name: 'acme',
            connected_account_id: first,
            connected_accounts: [{ display_name: 'Second' }, { id: first, display_name: 'Für <b>Märkte</b>' }],
          },
        },
      ]);
      await rename(first, null);
      expect(await namesOf('eve')).toEqual(['Second', 'First']);
    });

    test.each(['', '   ', 'x'.repeat(101), 'two\nlines', 'a\u0000', '\ud800', 7, undefined])(
      'not to %j',
      async (name) => {
        const id = await connect('fay', 'Mine');
        expect(await rename(id, name, 'fay')).toMatchObject({ status: 400, body: { code: 'invalid_argument' } });
      },
    );

    test('by nobody else', async () => {
      const id = await connect('gus', 'His');
      expect(await rename(id, 'Hers', 'ann')).toMatchObject({ status: 404, body: { code: 'unknown_account' } });
      expect(await namesOf('gus')).toEqual(['His']);
    });
  });

  test.each(['NaN', '0', '-1', '1e3', '99999999999999999999'])('the id %s is none', async (id) => {
    expect(await ask('ann', 'DELETE', `/connected-accounts/${id}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_argument' },
    });
  });
});
