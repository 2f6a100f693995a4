import { beforeAll, describe, expect, it, vi } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../testing/databases.ts';
import { administer } from '../testing/postgres-databases.ts';
import { makeEmptyWorkspace, type EmptyWorkspace } from '../testing/rows.ts';
import { notify } from './notify.ts';
import { openDatabase } from './open-database.ts';

describeOnEachDatabase('a channel', (openTestDatabase) => {
  let db: TestDatabase;
  let workspace: EmptyWorkspace;

  beforeAll(async () => {
    db = await openTestDatabase();
    workspace = await makeEmptyWorkspace(db);
  });

  const send = (payload: string, channel = 'test_channel') =>
    db.inWorkspace(workspace.id, (tx) => notify(tx, channel, payload));
  const ignore = () => undefined;

  it('brings each committed payload to every listener, in order', async () => {
    const [first, second]: [string[], string[]] = [[], []];
    const stopFirst = await db.listen('test_channel', (payload) => first.push(payload), ignore);
    const stopSecond = await db.listen('test_channel', (payload) => second.push(payload), ignore);
    for (const payload of ['1', '2', 'ü', '']) await send(payload);
    await vi.waitFor(() => expect(second).toHaveLength(4));
    expect(first).toEqual(['1', '2', 'ü', '']);
    expect(second).toEqual(first);
    await stopFirst();
    await stopSecond();
  });

  it('brings nothing of a transaction that is undone, of another channel, or after the end', async () => {
    const heard: string[] = [];
    const stop = await db.listen('test_channel', (payload) => heard.push(payload), ignore);
    const other: string[] = [];
    const stopOther = await db.listen('other_channel', (payload) => other.push(payload), ignore);
    const undone = db.inWorkspace(workspace.id, async (tx) => {
      await notify(tx, 'test_channel', 'undone');
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await send('elsewhere', 'other_channel');
    await send('last');
    await vi.waitFor(() => expect(heard).toEqual(['last']));
    await vi.waitFor(() => expect(other).toEqual(['elsewhere']));
    await stop();
    await send('unheard');
    await send('end', 'other_channel');
    await vi.waitFor(() => expect(other).toEqual(['elsewhere', 'end']));
    expect(heard).toEqual(['last']);
    await stopOther();
  });

  it('is listened to also while a transaction runs', async () => {
    const heard: string[] = [];
    let stop: (() => Promise<void>) | undefined;
    let listening: Promise<unknown> | undefined;
    const failing = db.inWorkspace(workspace.id, async () => {
      listening = db.listen('test_channel', (payload) => heard.push(payload), ignore).then((value) => (stop = value));
      await new Promise(setImmediate);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await listening;
    await send('after');
    await vi.waitFor(() => expect(heard).toEqual(['after']));
    await stop?.();
  });

  it('has a plain name', async () => {
    for (const name of ['', 'Upper', 'a b', 'a;drop table users', 'a"b', 'a'.repeat(64)]) {
      await expect(db.listen(name, ignore, ignore)).rejects.toThrow('channel');
    }
  });
});

describe('a channel of a PostgreSQL server', () => {
  it('is taken up again after the connection was lost, and its listeners are told once', async () => {
    const databaseUrl = process.env.TEST_DATABASE_URL!;
    const name = `${process.env.TEST_DATABASE_TEMPLATE!}_gap`;
    await administer(databaseUrl, `create database ${name} template ${process.env.TEST_DATABASE_TEMPLATE!}`);
    const url = Object.assign(new URL(databaseUrl), { pathname: `/${name}` }).href;
    const [listening, sending] = [
      await openDatabase({ databaseUrl: url, dataDir: '' }),
      await openDatabase({ databaseUrl: url, dataDir: '' }),
    ];
    try {
      const heard: string[] = [];
      const onGap = vi.fn();
      await listening.listen('test_channel', (payload) => heard.push(payload), onGap);
      await listening.listen('other_channel', (payload) => heard.push(payload), onGap);
      await administer(
        databaseUrl,
        `select pg_terminate_backend(pid)::text from pg_stat_activity where datname = '${name}'`,
      );
      await vi.waitFor(() => expect(onGap).toHaveBeenCalledTimes(2), { timeout: 10_000 });
      await sending.asOwner((tx) => notify(tx, 'test_channel', 'again'));
      await sending.asOwner((tx) => notify(tx, 'other_channel', 'too'));
      await vi.waitFor(() => expect(heard).toEqual(['again', 'too']));
      expect(onGap).toHaveBeenCalledTimes(2);
    } finally {
      await Promise.all([listening.close(), sending.close()]);
    }
  });
});
