import type { Selectable } from 'kysely';
import type { Database, Tx } from '../db/database.ts';
import type { WorkspacesTable } from '../db/schema.ts';
import { DomainError } from '../errors.ts';

export type Workspace = Selectable<WorkspacesTable>;

/** The workspace an App-Key names. Throws `unknown_app_key`. */
export async function workspaceIdOf(db: Database, appKey: string): Promise<number> {
  const id = await db.workspaceIdOfAppKey(appKey);
  if (id === undefined) throw unknownAppKey();
  return id;
}

/** Throws `unknown_app_key` where the workspace was removed meanwhile. */
export async function loadWorkspace(tx: Tx, id: number): Promise<Workspace> {
  const workspace = await tx.selectFrom('workspaces').selectAll().where('id', '=', id).executeTakeFirst();
  if (!workspace) throw unknownAppKey();
  return workspace;
}

/** True if the origin stands on the workspace's list, character for character. */
export async function isListed(tx: Tx, workspaceId: number, origin: string): Promise<boolean> {
  const listed = await tx
    .selectFrom('workspace_origins')
    .select('origin')
    .where('workspace_id', '=', workspaceId)
    .where('origin', '=', origin)
    .executeTakeFirst();
  return listed !== undefined;
}

/** Throws `origin_not_allowed` for an origin that does not stand on the list; `null` never does. */
export async function requireListed(tx: Tx, workspaceId: number, origin: string): Promise<void> {
  if (origin !== 'null' && (await isListed(tx, workspaceId, origin))) return;
  throw new DomainError(
    'origin_not_allowed',
    "This page's origin is not on the workspace's list. Add it there exactly: scheme, host and port.",
  );
}

function unknownAppKey(): DomainError {
  return new DomainError('unknown_app_key', 'No workspace has this App-Key. Copy it again from your workspace.');
}
