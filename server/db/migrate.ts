import { sql, type Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { DomainError } from '../errors.ts';
import { migrations } from './migrations/index.ts';
import { prepareRuntimeRole } from './runtime-role.ts';
import type { Schema } from './schema.ts';

/** Any number will do that nobody else locks: "integry" read as base 36. */
const MIGRATION_LOCK = 40_354_829_342;

/**
 * Brings the database up to date, all or nothing. Processes that start at the same time do it one after the other.
 * The connection's own time limits apply.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  await prepareRuntimeRole(db);
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx);
    await refuseNewerDatabase(tx);
    const migrator = new Migrator({ db: tx, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateToLatest();
    if (error instanceof Error) throw error;
  });
}

async function refuseNewerDatabase(db: Kysely<Schema>): Promise<void> {
  const { rows: tables } = await sql<{
    name: string | null;
  }>`select to_regclass('kysely_migration')::text as name`.execute(db);
  if (!tables.some(({ name }) => name !== null)) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const unknown = rows.find(({ name }) => !Object.hasOwn(migrations, name));
  if (!unknown) return;
  const message = `The database was set up by a newer version (migration ${unknown.name}). Start that version, or restore a backup.`;
  throw new DomainError('database_unreachable', message);
}
