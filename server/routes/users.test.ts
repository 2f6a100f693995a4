import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { BackendClient } from '../testing/backend-client.ts';
import { answerTo, startConnectWorld, underWay, type ConnectWorld } from '../testing/connect-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { EventReader } from '../testing/event-reader.ts';
import { testApp } from '../testing/test-app.ts';
import { TestUser } from '../testing/test-user.ts';
import { sessionToken } from '../testing/test-workspace.ts';

describeOnEachDatabase('one user', (openTestDatabase) => {
  let world: ConnectWorld;
  let backend: BackendClient;
  let count = 0;
  let userId: string;
  let ann: TestUser;

  beforeAll(async () => {
    world = await startConnectWorld(await openTestDatabase());
    backend = new BackendClient(world.services, world.acme);
  });
  beforeEach(async () => {
    world.rogue.reset();
    userId = `Änne/${++count} ${'%'}`;
    ann = await TestUser.signIn(world.services, world.acme, userId);
  });

  // A header carries bytes: this is how fetch is given UTF-8.
  const ask = (method: 'GET' | 'DELETE', path: string, who = userId, from = backend) =>
    from.ask(method, path, { userId: Buffer.from(who).toString('latin1') });

  async function connect(): Promise<void> {
    await ann.browser.open(answerTo((await underWay(ann, world.acme, 'rogue')).url, { code: 'code' }));
  }

  const addCalls = (number: number) =>
    world.services.db.inWorkspace(world.acme.id, (tx) => {
      const call = { workspace_id: world.acme.id, user_id: ann.id, app: 'rogue', function_name: 'rogue-do' };
      const rows = Array.from({ length: number }, (_, index) => ({ ...call, request_id: `request-${index}` }));
      return tx.insertInto('function_calls').values(rows).execute();
    });

  /** How many rows of the workspace, in any table, name the user. */
  const rowsOf = (id: number) =>
    world.services.db.asOwner(async (tx) => {
      const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.columns
        where column_name = 'user_id' and table_schema = 'public'`.execute(tx);
      let found = 0;
      for (const { name } of tables) {
        const { rows } = await sql`select 1 from ${sql.table(name)} where user_id = ${id}`.execute(tx);
        found += rows.length;
      }
      return { tables: tables.length, found };
    });

  test('is exported, in full and without what proves anything', async () => {
    await connect();
    await addCalls(3);
    await backend.ask('POST', '/connect-links', {
      userId: Buffer.from(userId).toString('latin1'),
      body: { app: 'rogue', user_name: 'Änne' },
    });
    const { status, body, text, headers } = await ask('GET', '/user/export/');
    expect({ status, type: headers.get('content-type') }).toEqual({ status: 200, type: 'application/json' });
    expect(body).toMatchObject({
      user_id: userId,
      connected_accounts: [{ app: 'rogue', external_id: 'rogue-user', display_name: 'Rogue User', status: 'active' }],
      connect_attempts: [{ app: 'rogue', status: 'connected' }],
      connect_links: [{ app: 'rogue', user_name: 'Änne', status: 'open' }],
      webhook_messages: [],
      sessions: 1,
      function_calls: [{ request_id: 'request-0' }, { request_id: 'request-1' }, { request_id: 'request-2' }],
      events: [{ id: 1, type: 'app-connected' }],
    });
    expect(text).not.toMatch(/sealed|_hash|access-|refresh-\d/);
  });

  test('is exported however long the log is', async () => {
    await connect();
    await addCalls(1_001);
    const { body } = await ask('GET', '/user/export');
    expect(body.function_calls).toHaveLength(1_001);
  });

  test('is deleted with everything, at the third parties too, and the backend is told', async () => {
    const endpoint = await backend.ask('POST', '/webhook-endpoints', { body: { url: 'https://hooks.example/x' } });
    await connect();
    await addCalls(2);
    const [account] = await world.accountsOf(ann);
    const pending = await underWay(ann, world.acme, 'rogue');
    const token = await sessionToken(world.services, world.acme, userId);
    const app = testApp(world.services);
    const headers = { authorization: `Bearer ${token}` };
    const stream = new EventReader(await app.request('/events', { headers }));
    expect(await stream.next()).toMatchObject({ event: 'cursor' });
    const before = await rowsOf(ann.id);
    expect(before.tables).toBeGreaterThanOrEqual(7);
    expect(before.found).toBeGreaterThan(5);
    const requests = world.rogue.tokenRequests.length;

    expect(await ask('DELETE', '/user/')).toMatchObject({
      status: 200,
      body: { status: 'deleted', connected_accounts: 1, revoked: 1 },
    });
    expect(world.rogue.revoked).toHaveLength(2);
    // Only the message that tells of the end is left, until it has arrived.
    expect((await rowsOf(ann.id)).found).toBe(1);
    const [message] = await world.services.db.inWorkspace(world.acme.id, (tx) =>
      tx.selectFrom('webhook_messages').select('body').where('user_id', '=', ann.id).execute(),
    );
    expect(JSON.parse(message!.body)).toMatchObject({
      type: 'account.disconnected',
      data: { user_id: userId, app: 'rogue', connected_account_id: account!.id, status: 'disconnected' },
    });
    expect(await stream.next()).toBeUndefined();
    expect((await app.request('/verify-sdk-config', { headers })).status).toBe(401);
    const late = await ann.browser.open(answerTo(pending.url, { code: 'late' }));
    expect(late.status).toBe(404);
    expect(world.rogue.tokenRequests).toHaveLength(requests);

    const again = await TestUser.signIn(world.services, world.acme, userId);
    expect(again.id).not.toBe(ann.id);
    expect((await ask('GET', '/user/export')).body).toMatchObject({ connected_accounts: [], function_calls: [] });
    await backend.ask('DELETE', `/webhook-endpoints/${String(endpoint.body.id)}`);
  });

  test('who is deleted while the third party answers gets no account, and the token is revoked', async () => {
    const { url } = await underWay(ann, world.acme, 'rogue');
    const answer = world.rogue.answerToken;
    world.rogue.answerToken = async (request) => {
      expect(await ask('DELETE', '/user')).toMatchObject({ status: 200 });
      return answer(request);
    };
    expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBeGreaterThanOrEqual(400);
    expect(world.rogue.revoked).toHaveLength(2);
    expect((await rowsOf(ann.id)).found).toBe(0);
  });

  test('is deleted even where the third party does not take the tokens back', async () => {
    await connect();
    world.rogue.answerRevocation = () => ({ status: 500, body: '' });
    expect((await ask('DELETE', '/user')).body).toMatchObject({ connected_accounts: 1, revoked: 0 });
    expect((await rowsOf(ann.id)).found).toBe(0);
  });

  test('of another workspace, or of no workspace, is neither shown, touched nor made', async () => {
    await connect();
    const strangers = new BackendClient(world.services, world.other);
    for (const [who, from] of [
      [userId, strangers],
      ['never seen', backend],
    ] as const) {
      for (const [method, path] of [
        ['GET', '/user/export'],
        ['DELETE', '/user'],
      ] as const) {
        expect(await ask(method, path, who, from)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      }
    }
    expect(await world.accountsOf(ann)).toHaveLength(1);
    for (const [method, path] of [
      ['GET', '/user/export'],
      ['DELETE', '/user'],
    ] as const) {
      expect(await backend.ask(method, path)).toMatchObject({ status: 400, body: { code: 'invalid_argument' } });
    }
    const unseen = await world.services.db.asOwner((tx) =>
      tx.selectFrom('users').select('id').where('external_id', '=', 'never seen').execute(),
    );
    expect(unseen).toEqual([]);
  });
});
