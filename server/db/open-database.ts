import type { Config } from '../config.ts';
import type { Database } from './database.ts';

/**
 * Opens the database that the configuration names and brings it up to date: the server at `databaseUrl`, or the
 * embedded one in `dataDir`. Throws `database_unreachable` or `data_folder_locked`.
 */
export async function openDatabase({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Database> {
  // Each engine is loaded only where it is used: PGlite alone is 15 MB.
  if (databaseUrl !== undefined) {
    const { openPostgresDatabase } = await import('./postgres/postgres-database.ts');
    return openPostgresDatabase(databaseUrl);
  }
  const { openPGliteDatabase } = await import('./pglite/pglite-database.ts');
  return openPGliteDatabase(dataDir);
}
