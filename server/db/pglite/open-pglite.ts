import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { createFolder } from './create-folder.ts';
import { startPGlite } from './start-pglite.ts';

/** Opens the PostgreSQL files in a folder and makes them first if there are none. The caller holds the folder's lock. */
export async function openPGlite(folder: string): Promise<PGlite> {
  if (!existsSync(path.join(folder, 'PG_VERSION'))) await createFolder(folder);
  return startPGlite(folder);
}
