import { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { createEgress } from '../egress/guarded-fetch.ts';
import { createLogger } from '../log.ts';
import { revokeCredentials } from '../oauth/revoke.ts';
import type { Vault } from '../vault/vault.ts';

export type RevocationConfig = Pick<
  Config,
  | 'allowedInternalHosts'
  | 'connectorsDir'
  | 'egressRoutes'
  | 'isConnectorsDirGiven'
  | 'pieceIsolation'
  | 'pieceWorkers'
  | 'publicUrl'
>;

/**
 * Revokes an account's tokens from a process that is no server: with what a server has for it, made for this one time.
 * The log goes nowhere, for standard output has the command's result; the result says how many were revoked.
 */
export async function revokeAlone(
  { db, vault, config }: { db: Database; vault: Vault; config: RevocationConfig },
  account: AccountRow,
): Promise<boolean> {
  const workers = new WorkerPool({ isolation: config.pieceIsolation, size: config.pieceWorkers });
  const egress = createEgress({ allowedInternalHosts: config.allowedInternalHosts, routes: config.egressRoutes });
  try {
    const catalogue = await loadCatalogue(db, config, workers);
    return await revokeCredentials({ catalogue, db, egress, vault, log: createLogger('silent') }, account);
  } finally {
    await egress.close();
    await workers.close();
  }
}
