import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../testing/databases.ts';
import { administer, cloneTemplate, dropDatabase } from '../testing/postgres-databases.ts';
import { makeEmptyWorkspace } from '../testing/rows.ts';
import { migrations } from './migrations/index.ts';
import { openDatabase } from './open-database.ts';

const serverUrl = process.env.TEST_DATABASE_URL!;
const template = process.env.TEST_DATABASE_TEMPLATE!;

describeOnEachDatabase('openDatabase', (openTestDatabase) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase();
  });

  it('keeps what is there when it opens a database again', async () => {
    const { id, appKey } = await makeEmptyWorkspace(db);
    await db.close();
    const again = await openDatabase(db.config);
    expect(await again.workspaceIdOfAppKey(appKey)).toBe(id);
    await again.close();
  });

  const migrated = (database: TestDatabase, name: string) =>
    database.asOwner((tx) => sql`insert into kysely_migration values (${name}, '2099-01-01')`.execute(tx));

  it('comes back to a database to which a newer version has only added, and refuses one from which it has dropped', async () => {
    const newer = await openTestDatabase();
    const { id, appKey } = await makeEmptyWorkspace(newer);
    await migrated(newer, '9998-later');
    await newer.close();
    const again = await openDatabase(newer.config);
    expect(await again.workspaceIdOfAppKey(appKey)).toBe(id);
    await migrated({ ...again, config: newer.config }, '9999-drop-something');
    await again.close();
    await expect(openDatabase(newer.config)).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining('newer version (migration 9999-drop-something)'),
    });
  });

  it('refuses a database that has other migrations in place of ours', async () => {
    const other = await openTestDatabase();
    await migrated(other, '0001-other');
    await other.asOwner((tx) =>
      sql`delete from kysely_migration where name = ${Object.keys(migrations)[0]}`.execute(tx),
    );
    await other.close();
    await expect(openDatabase(other.config)).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining('newer version (migration 0001-other)'),
    });
  });
});

describe('openDatabase on a PostgreSQL server', () => {
  const made: string[] = [];
  afterEach(async () => {
    for (const url of made.splice(0)) await dropDatabase(serverUrl, url);
  });

  async function makeEmptyDatabase(name: string, options = ''): Promise<string> {
    await administer(serverUrl, `create database ${template}_${name} ${options}`);
    const url = Object.assign(new URL(serverUrl), { pathname: `/${template}_${name}` }).href;
    made.push(url);
    return url;
  }
  const open = (databaseUrl: string) => openDatabase({ databaseUrl, dataDir: '' });
  const refusalOf = (databaseUrl: string) =>
    open(databaseUrl).then(
      () => 'opened',
      (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
    );

  it('migrates once when several processes start at once', async () => {
    const url = await makeEmptyDatabase('at_once');
    const databases = await Promise.all(Array.from({ length: 5 }, () => open(url)));
    expect(await administer(url, 'select name from kysely_migration')).toEqual(
      Object.keys(migrations).map((name) => ({ name })),
    );
    await Promise.all(databases.map((db) => db.close()));
  });

  it('sets up several databases of one server at once', async () => {
    const urls = await Promise.all(['one', 'two', 'three', 'four'].map((name) => makeEmptyDatabase(name)));
    const databases = await Promise.all(urls.map(open));
    await Promise.all(databases.map((db) => db.close()));
  });

  it('tells a user without rights what an administrator has to do, and isolates workspaces there too', async () => {
    const user = `${template}_user`;
    await administer(serverUrl, `create role ${user} login password 'plain'`);
    const url = await makeEmptyDatabase('plain');
    const asUser = Object.assign(new URL(url), { username: user, password: 'plain' }).href;
    try {
      const refusal = await refusalOf(asUser);
      expect(refusal).toContain('database_unreachable: The database user may not create the role integry_runtime.');
      expect(refusal).toContain('grant integry_runtime to');

      await administer(serverUrl, `grant integry_runtime to ${user}`);
      expect(await refusalOf(asUser)).toContain(
        'database_unreachable: The database user may not create or change tables.',
      );

      await administer(serverUrl, `alter database ${new URL(url).pathname.slice(1)} owner to ${user}`);
      const db = await open(asUser);
      const [one, two] = [await makeEmptyWorkspace(db), await makeEmptyWorkspace(db)];
      expect(await db.workspaceIdOfAppKey(two.appKey)).toBe(two.id);
      const seen = await db.inWorkspace(one.id, (tx) => tx.selectFrom('workspaces').select('id').execute());
      expect(seen).toEqual([{ id: one.id }]);
      expect(await db.asOwner((tx) => tx.selectFrom('workspaces').select('id').execute())).toHaveLength(2);
      await db.close();
    } finally {
      await dropDatabase(serverUrl, url);
      await administer(serverUrl, `drop role ${user}`);
    }
  });

  it('says what to do when there is no server, no database, or no such user', async () => {
    const wrong = (parts: Partial<URL>) => Object.assign(new URL(serverUrl), parts).href;
    expect(await refusalOf(wrong({ port: '1' }))).toMatch(/^database_unreachable: .*\(ECONNREFUSED\).*DATABASE_URL/);
    expect(await refusalOf(wrong({ pathname: '/missing' }))).toMatch(/^database_unreachable: .*\(3D000\)/);
    const refused = await refusalOf(wrong({ password: 'wrong-canary', username: 'nobody' }));
    expect(refused).toMatch(/^database_unreachable: .*\(28.{3}\)/);
    expect(refused).not.toContain('canary');
  });

  it('gives up on a server that never answers', async () => {
    const mute = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = mute.address();
    const port = typeof address === 'object' ? address?.port : 0;
    expect(await refusalOf(`postgres://user@127.0.0.1:${port}/db`)).toMatch(/^database_unreachable: /);
    mute.close();
  });

  it('recovers from connections that the server ended, and says so meanwhile', async () => {
    const url = await cloneTemplate(serverUrl, template);
    made.push(url);
    const db = await open(url);
    const { id } = await makeEmptyWorkspace(db);
    const name = new URL(url).pathname.slice(1);
    const end = () =>
      administer(serverUrl, `select pg_terminate_backend(pid)::text from pg_stat_activity where datname = '${name}'`);
    const interrupted = db.inWorkspace(id, async (tx) => {
      await end();
      await tx.selectFrom('users').selectAll().execute();
    });
    await expect(interrupted).rejects.toMatchObject({ code: 'database_unreachable' });
    expect(await db.inWorkspace(id, (tx) => tx.selectFrom('users').selectAll().execute())).toEqual([]);
    await db.close();
  });
});

describe('openDatabase on a data folder', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'integry-open-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it('starts afresh where an earlier start was interrupted', async () => {
    await mkdir(path.join(dataDir, 'postgres.new', 'base'), { recursive: true });
    await writeFile(path.join(dataDir, 'postgres.new', 'PG_VERSION'), '18');
    const db = await openDatabase({ dataDir });
    await makeEmptyWorkspace(db);
    await db.close();
    expect((await readdir(dataDir)).sort()).toEqual(['lock', 'postgres']);
  });

  it('says what to do with files that it cannot open, and lets the folder go', async () => {
    await mkdir(path.join(dataDir, 'postgres'));
    await writeFile(path.join(dataDir, 'postgres', 'PG_VERSION'), '12\n');
    for (const attempt of [1, 2]) {
      await expect(openDatabase({ dataDir }), `attempt ${attempt}`).rejects.toMatchObject({
        code: 'database_unreachable',
        message: expect.stringContaining('DATA_DIR'),
      });
    }
  });
});
