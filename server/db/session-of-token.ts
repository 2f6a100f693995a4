import { sql, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';

export interface LiveSession {
  workspace_id: number;
  workspace_name: string;
  user_id: number;
  external_id: string;
  origin: string;
  expires_at: Date;
  /** False once its origin was taken off the workspace's list */
  listed: boolean;
}

/** The session of a token, by SHA-256, in the App-Key's workspace; undefined if there is none or it has expired. */
export async function sessionOfToken(
  db: Kysely<Schema>,
  appKey: string,
  tokenHash: Uint8Array,
): Promise<LiveSession | undefined> {
  const { rows } =
    await sql<LiveSession>`select workspace_id, workspace_name, user_id, external_id, origin, expires_at, listed from session_of_token(${appKey}, ${tokenHash})`.execute(
      db,
    );
  return rows[0];
}
