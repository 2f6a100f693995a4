import { randomBytes } from 'node:crypto';
import type { Tx } from '../db/database.ts';
import type { Vault } from '../vault/vault.ts';

export interface AppSecret {
  id: number;
  value: string;
}

/** The workspace's live App-Secrets, read anew each time: a revoked one is gone with the next request. */
export async function loadSecrets(tx: Tx, vault: Vault, workspaceId: number): Promise<AppSecret[]> {
  const rows = await tx
    .selectFrom('app_secrets')
    .select(['id', 'secret_sealed'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute();
  const context = appSecretContext(workspaceId);
  return Promise.all(
    rows.map(async ({ id, secret_sealed }) => ({ id, value: await vault.open(secret_sealed, context) })),
  );
}

/** Gives the workspace one more App-Secret; the others stay valid, so that a customer can change over. */
export async function addSecret(tx: Tx, vault: Vault, workspaceId: number): Promise<AppSecret> {
  const value = `as_${randomBytes(32).toString('base64url')}`;
  const { id } = await tx
    .insertInto('app_secrets')
    .values({ workspace_id: workspaceId, secret_sealed: await vault.seal(value, appSecretContext(workspaceId)) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, value };
}

/** Where an App-Secret is sealed for: any row of its workspace. */
export function appSecretContext(workspaceId: number): string {
  return `app_secrets/${workspaceId}`;
}
