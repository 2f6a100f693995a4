import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import type { Vault } from '../vault/vault.ts';
import { appSecretContext } from './app-secrets.ts';

/**
 * Throws `invalid_environment` where the vault lacks a key that the App-Secrets are sealed with: requests would fail, and
 * what is sealed from now on could not be read by the servers that have the right ones.
 */
export async function checkVault(db: Database, vault: Vault): Promise<void> {
  const oneOfEachKey = await db.asOwner((tx) =>
    tx
      .selectFrom('app_secrets')
      .distinctOn(sql`substring(secret_sealed from 1 for 9)`)
      .select(['workspace_id', 'secret_sealed'])
      .execute(),
  );
  for (const { workspace_id, secret_sealed } of oneOfEachKey) {
    await vault.open(secret_sealed, appSecretContext(workspace_id));
  }
}
