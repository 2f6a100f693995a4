import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../testing/databases.ts';
import { makeUser, makeEmptyWorkspace, type EmptyWorkspace } from '../testing/rows.ts';
import type { Tx } from './database.ts';
import type { Schema } from './schema.ts';

type Table = keyof Schema;

/** A row for every table, so that a table without a policy cannot hide. */
async function fill(tx: Tx, { id, appKey }: EmptyWorkspace, userId: number): Promise<void> {
  const ofUser = { workspace_id: id, user_id: userId };
  const later = new Date(Date.now() + 60_000);
  const bytes = Uint8Array.of(1);
  const uuid = '00000000-0000-4000-8000-000000000001';
  const secret = await tx
    .insertInto('app_secrets')
    .values({ workspace_id: id, secret_sealed: bytes })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('workspace_origins')
    .values({ workspace_id: id, origin: `https://${appKey}.example` })
    .execute();
  await tx.insertInto('oauth_clients').values({ workspace_id: id, app: 'slack', client_id: 'c' }).execute();
  await tx
    .insertInto('sessions')
    .values({ ...ofUser, secret_id: secret.id, token_hash: bytes, origin: 'https://x.example', expires_at: later })
    .execute();
  await tx.insertInto('used_tokens').values({ workspace_id: id, jti: 'j', expires_at: later }).execute();
  await tx
    .insertInto('connected_accounts')
    .values({
      ...ofUser,
      app: 'slack',
      auth_scheme: 'o',
      external_id: 'U1',
      display_name: 'U',
      credentials_sealed: bytes,
    })
    .execute();
  await tx
    .insertInto('connect_attempts')
    .values({ ...ofUser, id: uuid, origin: 'https://x.example', app: 'slack', expires_at: later })
    .execute();
  await tx
    .insertInto('events')
    .values({ ...ofUser, id: 1, type: 'app-connected', payload: '{}' })
    .execute();
  await tx
    .insertInto('function_calls')
    .values({ ...ofUser, app: 'slack', function_name: 'slack-post-message', request_id: 'r' })
    .execute();
  const key = { ...ofUser, key_hash: bytes, request_hash: bytes, process_id: uuid };
  await tx.insertInto('idempotency_keys').values(key).execute();
  await tx.insertInto('return_urls').values({ workspace_id: id, url: 'https://x.example' }).execute();
  await tx
    .insertInto('connect_links')
    .values({ ...ofUser, id: uuid, app: 'slack', user_name: 'U', secret_hash: bytes, expires_at: later })
    .execute();
  const endpoint = { workspace_id: id, id: uuid, url: 'https://x.example', secret_sealed: bytes };
  await tx.insertInto('webhook_endpoints').values(endpoint).execute();
  const message = { ...ofUser, id: 'msg_1', type: 'account.connected', body: '{}' } as const;
  await tx.insertInto('webhook_messages').values(message).execute();
  const delivery = { workspace_id: id, endpoint_id: uuid, message_id: message.id };
  await tx.insertInto('webhook_deliveries').values(delivery).execute();
}

describeOnEachDatabase('row-level security', (openTestDatabase) => {
  let db: TestDatabase;
  let mine: EmptyWorkspace;
  let theirs: EmptyWorkspace;
  let tables: Table[];

  beforeAll(async () => {
    db = await openTestDatabase();
    [mine, theirs] = [await makeEmptyWorkspace(db), await makeEmptyWorkspace(db)];
    for (const workspace of [mine, theirs]) {
      const userId = await makeUser(db, workspace.id);
      await db.inWorkspace(workspace.id, (tx) => fill(tx, workspace, userId));
    }
    tables = await db.asOwner(async (tx) => {
      const { rows } = await sql<{ name: Table }>`
        select tablename as name from pg_tables where schemaname = 'public'
          and tablename not like 'kysely%' and tablename not in ('catalogue_ids', 'server_processes') order by 1`.execute(
        tx,
      );
      return rows.map(({ name }) => name);
    });
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
