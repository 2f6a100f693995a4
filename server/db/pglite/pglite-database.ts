import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import { checkedChannel } from '../channel.ts';
import { kyselyDatabase } from '../kysely-database.ts';
import { migrate } from '../migrate.ts';
import type { Schema } from '../schema.ts';
import { lockFolder } from './lock-folder.ts';
import { maintain } from './maintenance.ts';
import { openPGlite } from './open-pglite.ts';
import { pgliteDialect } from './pglite-dialect.ts';

/** The embedded database in a data folder, which is this process's alone until the database is closed. */
export async function openPGliteDatabase(dataDir: string): Promise<Database> {
  const unlock = await lockFolder(dataDir);
  try {
    return await openLocked(path.join(dataDir, 'postgres'), unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openLocked(folder: string, unlock: () => Promise<void>): Promise<Database> {
  const pglite = await openPGlite(folder);
  const kysely = new Kysely<Schema>({ dialect: pgliteDialect(pglite) });
  try {
    await migrate(kysely);
  } catch (error) {
    // Before the folder is let go: whoever has it next must be alone in it.
    await pglite.close();
    throw error;
  }
  const stopMaintenance = maintain(kysely);
  return kyselyDatabase({
    kysely,
    listen: (channel, onPayload) => listen(pglite, kysely, channel, onPayload),
    async close() {
      try {
        await stopMaintenance();
        await kysely.destroy();
      } finally {
        await unlock();
      }
    },
  });
}

/** LISTEN goes through Kysely, so that it never falls into somebody's open transaction. There can be no gap. */
async function listen(
  pglite: PGlite,
  kysely: Kysely<Schema>,
  channel: string,
  onPayload: (payload: string) => void,
): Promise<() => Promise<void>> {
  const listened = checkedChannel(channel);
  await sql`listen ${sql.id(listened)}`.execute(kysely);
  const stop = pglite.onNotification((notified, payload) => {
    if (notified === listened) onPayload(payload);
  });
  return async () => stop();
}
