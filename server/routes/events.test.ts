import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Hono } from 'hono';
import { commands, type CommandName } from '../admin/commands/index.ts';
import { loadApp } from '../catalogue/load-app.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import { appendEvent } from '../events/append-event.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { describeOnEachDatabase, type TestDatabase } from '../testing/databases.ts';
import { EventReader } from '../testing/event-reader.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testApp } from '../testing/test-app.ts';
import { testServices } from '../testing/test-services.ts';
import { makeWorkspace, sessionToken, userRowId, type TestWorkspace } from '../testing/test-workspace.ts';

describeOnEachDatabase('GET /events', (openTestDatabase) => {
  let services: Services;
  /** A second server on the same database */
  let otherServices: Services;
  let app: Hono<AppEnv>;
  let otherApp: Hono<AppEnv>;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    const db = await openTestDatabase();
    const vaultKey = randomBytes(32);
    const connectors = [fakeConnector({ name: 'acme' })];
    services = await testServices(db, connectors, { vaultKey });
    otherServices = await testServices(await anotherHandle(db), connectors, { vaultKey });
    app = testApp(services);
    otherApp = testApp(otherServices);
    workspace = await makeWorkspace(services);
  });

  interface TestUser extends UserRef {
    token: string;
  }

  const makeUser = async (name: string): Promise<TestUser> => {
    const token = await sessionToken(services, workspace, name);
    return { token, workspaceId: workspace.id, userId: await userRowId(services, workspace, name) };
  };
  const open = async ({ token }: TestUser, after?: number, on = app) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(after !== undefined && { 'last-event-id': String(after) }),
    };
    const answer = await on.request('/events', { headers });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    return new EventReader(answer);
  };
  /** Commits one event, marked with a number. */
  const append = (user: UserRef, mark: number) =>
    services.db.inWorkspace(user.workspaceId, (tx) =>
      appendEvent(tx, user, async () => ({
        type: 'app-disconnected',
        payload: { ...(await loadApp(tx, services, user, 'acme')), connected_account_id: mark },
      })),
    );
  const marks = (events: { data: Record<string, unknown> }[]) => events.map(({ data }) => data.connected_account_id);

  test('starts with where it stands, then brings what is committed', async () => {
    const user = await makeUser('ann');
    await append(user, 1);
    const reader = await open(user);
    expect(await reader.next()).toEqual({ event: 'cursor', id: 1, data: {} });
    await append(user, 2);
    expect(await reader.next()).toMatchObject({ event: 'app-disconnected', id: 2, data: { connected_account_id: 2 } });
    await reader.close();
  });

  test('brings an event of one server to a stream of the other', async () => {
    const user = await makeUser('bob');
    const reader = await open(user, undefined, otherApp);
    await reader.next();
    await append(user, 7);
    expect(await reader.next()).toMatchObject({ id: 1, data: { connected_account_id: 7 } });
    await reader.close();
  });

  test('resumes after an id without loss, in batches, and repeats nothing', async () => {
    const user = await makeUser('cem');
    for (let mark = 1; mark <= 140; mark++) await append(user, mark);
    const reader = await open(user, 30);
    expect(await reader.next()).toMatchObject({ event: 'cursor', id: 30 });
    const events = await reader.take(110);
    expect(events.map(({ id }) => id)).toEqual(Array.from({ length: 110 }, (_, index) => 31 + index));
    await reader.close();
  });

  test('loses nothing while many commit at once and the client keeps reconnecting', async () => {
    const user = await makeUser('dan');
    const total = 60;
    const commits = Promise.all(Array.from({ length: total }, (_, index) => append(user, index + 1)));
    const seen: { id: number; data: Record<string, unknown> }[] = [];
    let last = 0;
    while (seen.length < total) {
      const reader = await open(user, last, seen.length % 4 === 0 ? app : otherApp);
      expect((await reader.next())?.event).toBe('cursor');
      seen.push(...(await reader.take(Math.min(2, total - seen.length))));
      last = seen.at(-1)?.id ?? last;
      await reader.close();
    }
    await commits;
    expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    expect(new Set(marks(seen)).size).toBe(total);
  });

  test('does not bring what was rolled back, and leaves no gap for it', async () => {
    const user = await makeUser('eve');
    const reader = await open(user);
    await reader.next();
    const rolledBack = services.db.inWorkspace(user.workspaceId, async (tx) => {
      await appendEvent(tx, user, async () => ({
        type: 'app-disconnected',
        payload: { ...(await loadApp(tx, services, user, 'acme')), connected_account_id: 1 },
      }));
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await append(user, 2);
    expect(await reader.next()).toMatchObject({ id: 1, data: { connected_account_id: 2 } });
    await reader.close();
  });

  test('brings nothing of other users', async () => {
    const user = await makeUser('fay');
    const reader = await open(user);
    await reader.next();
    await append(await makeUser('gus'), 1);
    await append(user, 2);
    expect(marks([(await reader.next())!])).toEqual([2]);
    await reader.close();
  });

  test('starts at the end for an id from the future, and refuses what is no id', async () => {
    const user = await makeUser('hal');
    await append(user, 1);
    const reader = await open(user, 999);
    expect(await reader.next()).toMatchObject({ event: 'cursor', id: 1 });
    await reader.close();
    const headers = { authorization: `Bearer ${user.token}`, 'last-event-id': '1; drop table' };
    expect((await app.request('/events', { headers })).status).toBe(400);
  });

  test('ends when the session is over, before anything more is shown', async () => {
    const user = await makeUser('ida');
    const reader = await open(user);
    await reader.next();
    await services.db.asOwner((tx) => tx.deleteFrom('sessions').where('user_id', '=', user.userId).execute());
    await append(user, 1);
    expect(await reader.next()).toBeUndefined();
  });

  test.each<[string, CommandName, (place: TestWorkspace) => object]>([
    ['its App-Secret is revoked', 'secret revoke', ({ secretId }) => ({ id: secretId })],
    ['its page is taken off the list', 'origin remove', ({ origin }) => ({ origin })],
    ['the workspace demands a token', 'workspace set', () => ({ requireToken: true })],
  ])('ends as soon as %s, at every server, and lets others go on', async (_when, command, input) => {
    // A stream that nobody wakes would look after 15 seconds; the reader waits for ten.
    const place = await makeWorkspace(services);
    const other = await makeUser('lea');
    const token = await sessionToken(services, place, 'ann');
    const streams = [await open({ ...other, token }), await open({ ...other, token }, undefined, otherApp)];
    const stays = await open(other, undefined, otherApp);
    for (const reader of [...streams, stays]) await reader.next();
    await commands[command].run(services, { appKey: place.appKey, ...input(place) });
    for (const reader of streams) expect(await reader.next()).toBeUndefined();
    await append(other, 5);
    expect(marks([(await stays.next())!])).toEqual([5]);
    await stays.close();
  });

  test('leaves nothing behind when the client goes, and asks nothing for a HEAD request', async () => {
    const user = await makeUser('joe');
    const reader = await open(user);
    await reader.next();
    expect(services.eventHub.countOf(user)).toBe(1);
    await reader.close();
    await expect.poll(() => services.eventHub.countOf(user)).toBe(0);
    await app.request('/events', { method: 'HEAD', headers: { authorization: `Bearer ${user.token}` } });
    expect(services.eventHub.countOf(user)).toBe(0);
  });

  test('ends when the server stops, and asks its reader back', async () => {
    const short = await testServices(services.db, [], {});
    const user = await makeUser('kim');
    const reader = await open(user, undefined, testApp(short));
    await reader.next();
    expect(reader.retry).toBeUndefined();
    await short.eventHub.stop();
    expect(await reader.next()).toBeUndefined();
    expect(reader.retry).toBeGreaterThan(0);
  });
});

/** A connection of its own, as another process has; the embedded database has one process only. */
async function anotherHandle(db: TestDatabase): Promise<Database> {
  if (db.config.databaseUrl === undefined) return db;
  const other = await openDatabase(db.config);
  afterAll(() => other.close());
  return other;
}
