import type { Database } from '../db/database.ts';
import type { Vault } from '../vault/vault.ts';
import { appSecretContext } from './app-secrets.ts';

/**
 * Throws `invalid_environment` where the vault's key is not the one that the database's secrets are sealed with: every
 * request would fail, and what is sealed from now on could not be read by the servers that have the right one.
 */
export async function checkVault(db: Database, vault: Vault): Promise<void> {
  const oldest = await db.asOwner((tx) =>
    tx.selectFrom('app_secrets').select(['workspace_id', 'secret_sealed']).orderBy('id').limit(1).executeTakeFirst(),
  );
  if (oldest) await vault.open(oldest.secret_sealed, appSecretContext(oldest.workspace_id));
}
