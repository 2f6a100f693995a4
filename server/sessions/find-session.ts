import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';

export interface LiveSession {
  user_id: number;
  external_id: string;
  workspace_name: string;
  origin: string;
  expires_at: Date;
  /** False once its origin was taken off the workspace's list */
  listed: boolean;
}

/** The session of a token, by SHA-256; undefined if there is none or it has expired. */
export async function findSession(
  tx: Tx,
  workspaceId: number,
  tokenHash: Uint8Array,
): Promise<LiveSession | undefined> {
  return tx
    .selectFrom('sessions')
    .innerJoin('workspaces', 'workspaces.id', 'sessions.workspace_id')
    .innerJoin('users', (join) =>
      join.onRef('users.workspace_id', '=', 'sessions.workspace_id').onRef('users.id', '=', 'sessions.user_id'),
    )
    .leftJoin('workspace_origins', (join) =>
      join
        .onRef('workspace_origins.workspace_id', '=', 'sessions.workspace_id')
        .onRef('workspace_origins.origin', '=', 'sessions.origin'),
    )
    .select(['sessions.user_id', 'users.external_id', 'workspaces.name as workspace_name'])
    .select(['sessions.origin', 'sessions.expires_at'])
    .select((eb) => eb('workspace_origins.origin', 'is not', null).$castTo<boolean>().as('listed'))
    .where('sessions.workspace_id', '=', workspaceId)
    .where('sessions.token_hash', '=', tokenHash)
    .where('sessions.expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
}
