import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** Tells every listener of the channel, in all processes, once the transaction is committed. At most 8,000 bytes. */
export async function notify(tx: Tx, channel: string, payload: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${payload})`.execute(tx);
}
