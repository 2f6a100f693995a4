import { sql, type Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { DomainError } from '../errors.ts';
import { migrations } from './migrations/index.ts';
import { prepareRuntimeRole } from './runtime-role.ts';
import type { Schema } from './schema.ts';

/** Any number will do that nobody else locks: "integry" read in base 36. */
const MIGRATION_LOCK = Number.parseInt('integry', 36);

/**
 * Brings the database up to date, all or nothing. Processes that start at the same time do it one after the other. One
 * that a later version has brought further is taken as it is, so that a process of the version before can come back in
 * the middle of an upgrade. The connection's own time limits apply.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  await prepareRuntimeRole(db);
  await db.connection().execute(async (connection) => {
    // The migrator has a lock too, but takes it after it has made its own tables and waits for it for an hour.
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection);
    try {
      if (await isNewer(connection)) return;
      const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => migrations } });
      const { error } = await migrator.migrateToLatest();
      if (error instanceof Error) throw error;
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection);
    }
  });
}

/**
 * A migration that takes away what the version before may use, and so one that can only be made once that version is no
 * longer in use: its name says so. All others only add (see migrations.test.ts).
 */
export function isDrop(name: string): boolean {
  return /^\d{4}-drop-/.test(name);
}

/** Throws where it is newer in a way that this version cannot live with. */
async function isNewer(db: Kysely<Schema>): Promise<boolean> {
  type Found = { found: boolean };
  const { rows: tables } = await sql<Found>`select to_regclass('kysely_migration') is not null as found`.execute(db);
  if (!tables[0]?.found) return false;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const applied = new Set(rows.map(({ name }) => name));
  const unknown = [...applied].filter((name) => !Object.hasOwn(migrations, name));
  const ours = Object.keys(migrations);
  const refused = unknown.find((name) => isDrop(name) || !ours.every((each) => applied.has(each)));
  if (refused === undefined) return unknown.length > 0;
  const message = `The database was set up by a newer version (migration ${refused}). Start that version, or restore a backup.`;
  throw new DomainError('database_unreachable', message);
}
