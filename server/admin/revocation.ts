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

interface Revocation {
  revoke(account: AccountRow): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Revokes accounts' tokens from a process that is no server, with what a server has for it, made when it is first needed.
 * The log goes nowhere, for standard output has the command's result; that says how many were revoked.
 */
export function revocationAlone(own: { db: Database; vault: Vault; config: RevocationConfig }): Revocation {
  const { db, vault, config } = own;
  const log = createLogger('silent');
  const workers = new WorkerPool({ isolation: config.pieceIsolation, size: config.pieceWorkers });
  const egress = createEgress({ allowedInternalHosts: config.allowedInternalHosts, routes: config.egressRoutes });
  let catalogue: ReturnType<typeof loadCatalogue> | undefined;
  return {
    async revoke(account) {
      catalogue ??= loadCatalogue(db, config, workers);
      return revokeCredentials({ catalogue: await catalogue, db, egress, vault, log }, account);
    },
    async close() {
      await egress.close();
      await workers.close();
    },
  };
}
