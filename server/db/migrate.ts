import { sql, type Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { DomainError } from '../errors.ts';
import { migrations } from './migrations/index.ts';
import { prepareRuntimeRole } from './runtime-role.ts';
import type { Schema } from './schema.ts';

/** Any number will do that nobody else locks: "integry" read in base 36. */
const MIGRATION_LOCK = Number.parseInt('integry', 36);

/**
 * Brings the database up to date, all or nothing. Processes that start at the same time do it one after the other.
 * The connection's own time limits apply.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  await prepareRuntimeRole(db);
  await db.connection().execute(async (connection) => {
    // The migrator has a lock too, but takes it after it has made its own tables and waits for it for an hour.
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection);
    try {
      await refuseNewerDatabase(connection);
      const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => migrations } });
      const { error } = await migrator.migrateToLatest();
      if (error instanceof Error) throw error;
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection);
    }
  });
}

async function refuseNewerDatabase(db: Kysely<Schema>): Promise<void> {
  type Found = { found: boolean };
  const { rows: tables } = await sql<Found>`select to_regclass('kysely_migration') is not null as found`.execute(db);
  if (!tables[0]?.found) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const unknown = rows.find(({ name }) => !Object.hasOwn(migrations, name));
  if (!unknown) return;
  const message = `The database was set up by a newer version (migration ${unknown.name}). Start that version, or restore a backup.`;
  throw new DomainError('database_unreachable', message);
}
