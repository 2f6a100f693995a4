import { sql } from 'kysely';
import { beforeAll } from 'vitest';
import type { Tx } from '#server/db/database.ts';
import type { Schema } from '#server/db/schema.ts';
import { describeOnEmbeddedDatabase, type TestDatabase } from '#server/testing/databases.ts';
import { makeFullWorkspaces } from '#server/testing/every-table.ts';
import type { EmptyWorkspace } from '#server/testing/rows.ts';
import { attack } from '../attack.ts';
import { rowLevelSecurity } from '../defences/database.ts';

/** Everything that belongs to a workspace; row-level-security.test.ts sees that none is missing in the schema. */
const tables = [
  'app_secrets',
  'connect_attempts',
  'connect_links',
  'connected_accounts',
  'events',
  'function_calls',
  'idempotency_keys',
  'oauth_clients',
  'return_urls',
  'sessions',
  'used_tokens',
  'users',
  'webhook_deliveries',
  'webhook_endpoints',
  'webhook_messages',
  'workspace_origins',
  'workspaces',
] as const satisfies readonly (keyof Schema)[];

/** A statement that somebody smuggles in, or from which a condition was forgotten, in a transaction of their own workspace. */
describeOnEmbeddedDatabase('SQL of one workspace', (openTestDatabase) => {
  let db: TestDatabase;
  let mine: EmptyWorkspace;
  let theirs: EmptyWorkspace;

  beforeAll(async () => {
    db = await openTestDatabase();
    [mine, theirs] = await makeFullWorkspaces(db);
  });

  const rolledBack = new Error('rolled back');
  /** Nothing of it stays: the next attempt finds everything as it was. */
  async function attempt(work: (tx: Tx) => Promise<number>): Promise<string | undefined> {
    let rows = 0;
    try {
      await db.inWorkspace(mine.id, async (tx) => {
        rows = await work(tx);
        throw rolledBack;
      });
    } catch (error) {
      if (error !== rolledBack && !/row-level security|permission denied|must be owner/.test(String(error)))
        throw error;
    }
    return rows > 0 ? `It worked, for ${rows} rows.` : undefined;
  }

  for (const table of tables) {
    const owner = sql.ref(table === 'workspaces' ? 'id' : 'workspace_id');
    const theirRows = () => sql`${owner} = ${theirs.id}`;

    attack('T4', `reads ${table} of another workspace`, [rowLevelSecurity], () =>
      attempt(async (tx) => {
        const { rows } = await sql`select 1 from ${sql.table(table)} where ${theirRows()}`.execute(tx);
        return rows.length;
      }),
    );
    attack('T4', `changes ${table} of another workspace`, [rowLevelSecurity], () =>
      attempt(async (tx) => {
        const column = sql.ref(table === 'workspaces' ? 'name' : 'workspace_id');
        const statement = sql`update ${sql.table(table)} set ${column} = ${column} where ${theirRows()}`;
        return Number((await statement.execute(tx)).numAffectedRows);
      }),
    );
    attack('T4', `deletes ${table} of another workspace`, [rowLevelSecurity], () =>
      attempt(async (tx) => {
        const statement = sql`delete from ${sql.table(table)} where ${theirRows()}`;
        return Number((await statement.execute(tx)).numAffectedRows);
      }),
    );
  }

  for (const [what, statement] of [
    ['switches the policies of a table off', 'alter table users disable row level security'],
    ['drops a policy', 'drop policy own_workspace on users'],
    ['makes a table of its own', 'create table public.loot (x int)'],
    ['makes a role that may do anything', 'create role another superuser'],
    ['reads who has migrated', 'select * from kysely_migration'],
    ['renames what all workspaces share', 'update catalogue_ids set name = name'],
  ] as const) {
    attack('T4', what, [rowLevelSecurity], () =>
      attempt(async (tx) => {
        await sql.raw(statement).execute(tx);
        return 1;
      }),
    );
  }
});
