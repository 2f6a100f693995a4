import { randomBytes } from 'node:crypto';
import type { Database } from '../db/database.ts';

export interface EmptyWorkspace {
  id: number;
  appKey: string;
}

/** A workspace of its own for each test lets many tests share one database. */
export async function makeEmptyWorkspace(db: Database): Promise<EmptyWorkspace> {
  const appKey = `ak_${randomBytes(16).toString('base64url')}`;
  const { id } = await db.asOwner((tx) =>
    tx.insertInto('workspaces').values({ name: 'Test', app_key: appKey }).returning('id').executeTakeFirstOrThrow(),
  );
  return { id, appKey };
}

export async function makeUser(db: Database, workspaceId: number, externalId = 'user-1'): Promise<number> {
  const user = { workspace_id: workspaceId, external_id: externalId };
  const { id } = await db.inWorkspace(workspaceId, (tx) =>
    tx.insertInto('users').values(user).returning('id').executeTakeFirstOrThrow(),
  );
  return id;
}
