import type { PGlite } from '@electric-sql/pglite';
import { startPGlite } from './start-pglite.ts';

/**
 * Runs initdb in an empty folder, which takes seconds and over 500 MB. The databases that new ones would be cloned from are
 * dropped: nobody makes any, and they are two thirds of the files, each of which is flushed after a crash.
 */
export async function initialiseFolder(folder: string): Promise<PGlite> {
  const pglite = await startPGlite(folder);
  await pglite.query("update pg_database set datistemplate = false where datname in ('template0', 'template1')");
  await pglite.query('drop database template0');
  await pglite.query('drop database template1');
  return pglite;
}
