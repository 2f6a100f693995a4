import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administer, cloneTemplate, dropDatabase } from '../../testing/postgres-databases.ts';
import { makeEmptyWorkspace, makeUser, type EmptyWorkspace } from '../../testing/rows.ts';
import type { Database, Tx } from '../database.ts';
import { openDatabase } from '../open-database.ts';

const serverUrl = process.env.TEST_DATABASE_URL!;
let url: string;
let db: Database;
let mine: EmptyWorkspace;
let theirs: EmptyWorkspace;

beforeAll(async () => {
  url = await cloneTemplate(serverUrl, process.env.TEST_DATABASE_TEMPLATE!);
  db = await openDatabase({ databaseUrl: url, dataDir: '' });
  [mine, theirs] = [await makeEmptyWorkspace(db), await makeEmptyWorkspace(db)];
  for (const { id } of [mine, theirs]) await makeUser(db, id, 'ann');
});
afterAll(async () => {
  await db.close();
  await dropDatabase(serverUrl, url);
});

const named = (tx: Tx, name: string) =>
  tx.selectFrom('users').select(['id', 'workspace_id']).where('external_id', '=', name).execute();
const whole = (tx: Tx) => tx.selectFrom('users').selectAll().where('external_id', '=', 'ann').execute();

/** More often than PostgreSQL tries before it keeps one plan for all values (five times) */
const OFTEN = 12;

test('the plan of a statement is kept, and shows each workspace its own rows', async () => {
  for (let count = 0; count < OFTEN; count++) {
    for (const { id } of [mine, theirs]) {
      const rows = await db.inWorkspace(id, (tx) => named(tx, 'ann'));
      expect(rows.map((row) => row.workspace_id)).toEqual([id]);
    }
    expect(await db.asOwner((tx) => named(tx, 'ann'))).toHaveLength(2);
  }
  const { rows } = await db.asOwner((tx) =>
    sql`select generic_plans + custom_plans as used from pg_prepared_statements
      where statement like 'select "id", "workspace_id" from "users"%'`.execute(tx),
  );
  expect(rows).toEqual([{ used: 3 * OFTEN }]);
});

test('a column that the next version adds disturbs no statement', async () => {
  const both = () => db.inWorkspace(mine.id, async (tx) => [await whole(tx), await named(tx, 'ann')]);
  for (let count = 0; count < OFTEN; count++) await both();
  await administer(url, 'alter table users add column of_the_next_version integer');
  expect((await both()).map((rows) => rows.length)).toEqual([1, 1]);
});

test('there may be more statements than plans are kept of', async () => {
  for (let count = 0; count < 600; count++) {
    const value = await db.inWorkspace(mine.id, async (tx) => {
      const { rows } = await sql<{ value: number }>`select ${sql.raw(String(count))} + ${1}::int as value`.execute(tx);
      return rows[0]?.value;
    });
    expect(value).toBe(count + 1);
  }
  const { rows } = await db.asOwner((tx) =>
    sql<{ count: number }>`select count(*) from pg_prepared_statements`.execute(tx),
  );
  expect(rows[0]?.count).toBeGreaterThan(400);
  expect(rows[0]?.count).toBeLessThanOrEqual(500);
});

test('a transaction whose first statement fails is undone, and its connection serves the next one', async () => {
  const failing = db.asOwner(async (tx) => {
    await sql`select 1 / ${0}::int`.execute(tx);
  });
  await expect(failing).rejects.toThrow('division by zero');
  expect(await db.inWorkspace(mine.id, (tx) => named(tx, 'ann'))).toHaveLength(1);
  expect(db.connections?.()).toMatchObject({ busy: 0, waiting: 0 });
});
