import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../testing/databases.ts';
import { makeFullWorkspaces, tableNames } from '../testing/every-table.ts';
import type { EmptyWorkspace } from '../testing/rows.ts';
import type { Tx } from './database.ts';
import type { Schema } from './schema.ts';

type Table = keyof Schema;

describeOnEachDatabase('row-level security', (openTestDatabase) => {
  let db: TestDatabase;
  let mine: EmptyWorkspace;
  let theirs: EmptyWorkspace;
  let tables: Table[];

  beforeAll(async () => {
    db = await openTestDatabase();
    [mine, theirs] = await makeFullWorkspaces(db);
    tables = await tableNames(db);
  });

  const countOf = (tx: Tx, table: Table) =>
    sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(tx).then(({ rows }) => rows[0]?.count);

  it('covers every table', () => {
    expect(tables).toHaveLength(17);
  });

  it('shows a workspace its own rows and no others', async () => {
    for (const table of tables) {
      expect(await db.asOwner((tx) => countOf(tx, table)), table).toBe(2);
      expect(await db.inWorkspace(mine.id, (tx) => countOf(tx, table)), table).toBe(1);
    }
  });

  it('lets a workspace neither change nor delete rows of another', async () => {
    for (const table of tables) {
      const touched = await db.inWorkspace(mine.id, async (tx) => {
        const theirRows = sql`${sql.ref(table === 'workspaces' ? 'id' : 'workspace_id')} = ${theirs.id}`;
        const column = sql.ref(table === 'workspaces' ? 'name' : 'workspace_id');
        const updated = await sql`update ${sql.table(table)} set ${column} = ${column} where ${theirRows}`.execute(tx);
        const deleted = await sql`delete from ${sql.table(table)} where ${theirRows}`.execute(tx);
        return Number(updated.numAffectedRows) + Number(deleted.numAffectedRows);
      });
      expect(touched, table).toBe(0);
      expect(await db.asOwner((tx) => countOf(tx, table)), table).toBe(2);
    }
  });

  it('refuses a row that is written for another workspace, or moved into it', async () => {
    const user = { workspace_id: theirs.id, external_id: 'intruder' };
    await expect(db.inWorkspace(mine.id, (tx) => tx.insertInto('users').values(user).execute())).rejects.toThrow(
      'row-level security',
    );
    for (const table of tables.filter((name) => name !== 'workspaces')) {
      const move = sql`update ${sql.table(table)} set workspace_id = ${theirs.id}`;
      await expect(
        db.inWorkspace(mine.id, (tx) => move.execute(tx)),
        table,
      ).rejects.toThrow('row-level security');
    }
  });

  it('shows nothing when no workspace is set, also on a connection that served one before', async () => {
    await db.inWorkspace(mine.id, (tx) => countOf(tx, 'users'));
    for (const table of tables) {
      const seen = await db.asOwner(async (tx) => {
        await sql`select set_config('role', 'integry_runtime', true)`.execute(tx);
        return countOf(tx, table);
      });
      expect(seen, table).toBe(0);
    }
  });

  it('lets a row refer to nothing of another workspace', async () => {
    const theirUser = await db.inWorkspace(theirs.id, (tx) =>
      tx.selectFrom('users').select('id').executeTakeFirstOrThrow(),
    );
    const call = { app: 'slack', function_name: 'f', request_id: 'r', workspace_id: mine.id, user_id: theirUser.id };
    await expect(
      db.inWorkspace(mine.id, (tx) => tx.insertInto('function_calls').values(call).execute()),
    ).rejects.toMatchObject({ code: '23503' });
  });

  it('gives the runtime role no way out', async () => {
    const asRuntime = (statement: string) => db.inWorkspace(mine.id, (tx) => sql.raw(statement).execute(tx));
    for (const statement of [
      'alter table users disable row level security',
      'drop policy own_workspace on users',
      'create table public.loot (x int)',
      'truncate users',
      'create role another superuser',
      'select * from kysely_migration',
      'update catalogue_ids set name = name',
    ]) {
      await expect(asRuntime(statement), statement).rejects.toMatchObject({
        code: expect.stringMatching(/^(42501|0A000)$/),
      });
    }
    const { rows } = await db.asOwner((tx) =>
      sql`select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb from pg_roles
        where rolname = 'integry_runtime'`.execute(tx),
    );
    expect(rows).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false, rolcreatedb: false },
    ]);
  });

  it('finds the workspace of an App-Key, and nothing for any other text', async () => {
    expect(await db.workspaceIdOfAppKey(mine.appKey)).toBe(mine.id);
    for (const text of ['', 'ak_unknown', `${mine.appKey} `, mine.appKey.slice(0, -1), '\0', '\ud800', "' or 1=1 --"]) {
      expect(await db.workspaceIdOfAppKey(text)).toBeUndefined();
    }
  });
});
