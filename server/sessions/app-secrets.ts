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
    .execute();
  const context = appSecretContext(workspaceId);
  return Promise.all(rows.map(async ({ id, secret_sealed }) => ({ id, value: await vault.open(secret_sealed, context) })));
}

/** Where the vault keeps an App-Secret: which of its workspace's rows makes no difference. */
export function appSecretContext(workspaceId: number): string {
  return `app_secrets/${workspaceId}`;
}
