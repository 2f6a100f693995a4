import { sql } from 'kysely';
import type { Database } from './db/database.ts';

/** Removes what nobody can use any more, of all workspaces: it keeps tables small, nothing depends on it. */
export async function cleanUp(db: Database): Promise<void> {
  await db.asOwner(async (tx) => {
    const now = sql<Date>`now()`;
    await tx.deleteFrom('sessions').where('expires_at', '<=', now).execute();
    await tx.deleteFrom('used_tokens').where('expires_at', '<=', now).execute();
    await tx
      .deleteFrom('connect_attempts')
      .where('status', '!=', 'pending')
      .where('expires_at', '<', sql<Date>`now() - interval '7 days'`)
      .execute();
    await tx
      .deleteFrom('events')
      .where('created_at', '<', sql<Date>`now() - interval '30 days'`)
      .execute();
    await tx
      .deleteFrom('connect_links')
      .where('expires_at', '<', sql<Date>`now() - interval '30 days'`)
      .execute();
    await tx
      .deleteFrom('webhook_messages')
      .where('created_at', '<', sql<Date>`now() - interval '30 days'`)
      .execute();
  });
}
