import { sql } from 'kysely';
import type { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

/** Whether the database answers and has every migration of this version. Throws `database_unreachable`. */
export async function isUpToDate(db: Database): Promise<boolean> {
  const { rows } = await db.asOwner((tx) => sql<{ name: string }>`select name from kysely_migration`.execute(tx));
  const applied = new Set(rows.map(({ name }) => name));
  return Object.keys(migrations).every((name) => applied.has(name));
}
