import { sql } from 'kysely';
import type { AccountRow } from '../accounts/list-accounts.ts';
import { tellAccountUpdated } from '../accounts/tell-account-updated.ts';
import type { Tx } from '../db/database.ts';
import type { Services } from '../services.ts';
import { accountContext } from './stored-credentials.ts';
import type { Tokens } from './token-endpoint.ts';

/** Longer than a token request may take, so that nobody asks a second time while the first is under way. */
const LEASE = sql<Date>`now() + interval '40 seconds'`;
/** How long a failed refresh keeps others from trying: not beyond the time in which the access token still serves. */
const PAUSE = sql<Date>`least(now() + interval '30 seconds', access_expires_at)`;

export interface AccountRef {
  workspace_id: number;
  id: number;
}

/** The right to refresh, for one holder. It carries the row as it was when the right was given. */
export interface Lease {
  account: AccountRow;
  fence: number;
}

type DatabaseServices = Pick<Services, 'db'>;

export async function readAccount({ db }: DatabaseServices, ref: AccountRef): Promise<AccountRow | undefined> {
  return db.inWorkspace(ref.workspace_id, (tx) =>
    tx
      .selectFrom('connected_accounts')
      .selectAll()
      .where('workspace_id', '=', ref.workspace_id)
      .where('id', '=', ref.id)
      .executeTakeFirst(),
  );
}

/**
 * Undefined while somebody else holds it, and where the account is not as `seen` any more, be it that it was looked at
 * while somebody held it: its token may be another one by now. Read it again then.
 */
export async function takeLease({ db }: DatabaseServices, seen: AccountRow): Promise<Lease | undefined> {
  const account = await db.inWorkspace(seen.workspace_id, (tx) =>
    tx
      .updateTable('connected_accounts')
      .set({ refresh_lease_until: LEASE, refresh_fence: sql`refresh_fence + 1` })
      .where('workspace_id', '=', seen.workspace_id)
      .where('id', '=', seen.id)
      .where('status', '=', 'active')
      .where('refresh_fence', '=', seen.refresh_fence)
      .where((eb) => eb.or([eb('refresh_lease_until', 'is', null), eb('refresh_lease_until', '<=', sql<Date>`now()`)]))
      .returningAll()
      .executeTakeFirst(),
  );
  return account && { account, fence: account.refresh_fence };
}

/** Keeps the new tokens and gives the lease back. False if the lease was lost: the account was connected anew. */
export async function keepTokens(
  services: Pick<Services, 'db' | 'vault'>,
  lease: Lease,
  tokens: Tokens,
): Promise<boolean> {
  const sealed = await services.vault.seal(JSON.stringify(tokens.stored), accountContext(lease.account));
  return settle(services, lease, {
    credentials_sealed: sealed,
    access_expires_at: tokens.expiresAt,
    refresh_lease_until: null,
  });
}

/** The grant has ended: nobody is to try again before the user has reconnected the account. The user's stream is told. */
export async function markEnded(
  services: DatabaseServices & Pick<Services, 'catalogue' | 'config'>,
  lease: Lease,
): Promise<boolean> {
  const ended = { status: 'needs_reconnect', refresh_lease_until: null } as const;
  return settle(services, lease, ended, (tx, account) =>
    tellAccountUpdated(tx, services, account, 'account.needs_reconnect'),
  );
}

export async function giveBack(services: DatabaseServices, lease: Lease): Promise<void> {
  await settle(services, lease, { refresh_lease_until: null });
}

/** Gives the lease back later: until then the old token is used without asking. */
export async function pauseRefreshing(services: DatabaseServices, lease: Lease): Promise<void> {
  await settle(services, lease, { refresh_lease_until: PAUSE });
}

type Outcome =
  | { credentials_sealed: Uint8Array; access_expires_at: Date | null; refresh_lease_until: null }
  | { status: 'needs_reconnect'; refresh_lease_until: null }
  | { refresh_lease_until: null | typeof PAUSE };

async function settle(
  { db }: DatabaseServices,
  { account, fence }: Lease,
  outcome: Outcome,
  tell?: (tx: Tx, account: AccountRow) => Promise<unknown>,
): Promise<boolean> {
  return db.inWorkspace(account.workspace_id, async (tx) => {
    const settled = await tx
      .updateTable('connected_accounts')
      // Counted up here too: whoever looked during the lease has seen the old tokens, and must not get the next one for them.
      .set({ ...outcome, refresh_fence: sql`refresh_fence + 1` })
      .where('workspace_id', '=', account.workspace_id)
      .where('id', '=', account.id)
      .where('refresh_fence', '=', fence)
      .returning('id')
      .executeTakeFirst();
    if (settled) await tell?.(tx, account);
    return settled !== undefined;
  });
}
