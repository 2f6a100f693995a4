import type { Tx } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import type { Vault } from '../vault/vault.ts';
import { loadSecrets } from './app-secrets.ts';
import { matchSecret } from './hash.ts';
import { loadWorkspace, type Workspace } from './workspace.ts';

/** The workspace, for somebody who knows an App-Secret of it. Throws `unauthorized`, `unknown_app_key`. */
export async function requireSecret(tx: Tx, vault: Vault, workspaceId: number, given: string): Promise<Workspace> {
  const workspace = await loadWorkspace(tx, workspaceId);
  if (matchSecret(await loadSecrets(tx, vault, workspaceId), given)) return workspace;
  throw new DomainError('unauthorized', 'The App-Secret is not one of this App-Key.');
}
