import { sql } from 'kysely';
import type { Config } from './config.ts';
import type { Database, Tx } from './db/database.ts';

/** Removes what nobody can use any more, of all workspaces: it keeps tables small, nothing depends on it. */
export async function cleanUp(db: Database, { callLogDays }: Pick<Config, 'callLogDays'>): Promise<void> {
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
      .deleteFrom('function_calls')
      .where('started_at', '<', sql<Date>`now() - make_interval(days => ${callLogDays}::int)`)
      .execute();
    await tx
      .deleteFrom('idempotency_keys')
      .where('created_at', '<', sql<Date>`now() - interval '24 hours'`)
      .where('status', '!=', 'running')
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
    await forgetDeletedUsers(tx);
  });
}

/** What was told of the end of a user names that user; it goes when it has arrived, or was given up. */
async function forgetDeletedUsers(tx: Tx): Promise<void> {
  await sql`delete from webhook_messages message
    where user_id is not null
      and not exists (select from users where workspace_id = message.workspace_id and id = message.user_id)
      and not exists (
        select from webhook_deliveries
        where workspace_id = message.workspace_id and message_id = message.id and status = 'pending'
      )`.execute(tx);
}
