import type { Selectable } from 'kysely';
import type { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import type { Tx } from '../db/database.ts';
import type { ConnectedAccountsTable } from '../db/schema.ts';
import type { UserRef } from '../sessions/identity.ts';

export type AccountRow = Selectable<ConnectedAccountsTable>;

const columns: Record<keyof AccountRow, true> = {
  id: true,
  workspace_id: true,
  user_id: true,
  app: true,
  auth_scheme: true,
  external_id: true,
  display_name: true,
  given_name: true,
  status: true,
  credentials_sealed: true,
  access_expires_at: true,
  refresh_lease_until: true,
  refresh_fence: true,
  created_at: true,
  modified_at: true,
};

/** By name, for a statement whose plan is kept. */
export const accountColumns = Object.keys(columns) as (keyof AccountRow)[];

/** What of an account may leave the server, and the app it belongs to. */
export type AccountSummary = Pick<AccountRow, 'id' | 'app' | 'display_name' | 'given_name' | 'status' | 'modified_at'>;

/** A user's accounts of the named apps, newest first. */
export async function listAccounts(tx: Tx, user: UserRef, apps: readonly string[]): Promise<AccountSummary[]> {
  return tx
    .selectFrom('connected_accounts')
    .select(['id', 'app', 'display_name', 'given_name', 'status', 'modified_at'])
    .where('workspace_id', '=', user.workspaceId)
    .where('user_id', '=', user.userId)
    .where('app', 'in', apps)
    .orderBy('modified_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

export function accountView(account: AccountSummary): ConnectedAccount {
  return {
    id: account.id,
    display_name: nameOf(account),
    modified_at: account.modified_at.toISOString(),
    status: account.status,
  };
}

/** What the user knows the account by. */
export function nameOf({ given_name, display_name }: Pick<AccountRow, 'given_name' | 'display_name'>): string {
  return given_name ?? display_name;
}
