import { sql } from 'kysely';
import type { AccountIdentity } from '#connectors/kit/connector.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import { loadApp } from '../catalogue/load-app.ts';
import { lockLinkOf, useUpLink } from '../connect-links/use-up-link.ts';
import type { Tx } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import { appendEvent } from '../events/append-event.ts';
import { accountContext, type StoredCredentials } from '../oauth/stored-credentials.ts';
import type { Services } from '../services.ts';
import { lockAttempt, requireOpen, type AttemptRef, type AttemptRow } from './attempt.ts';
import { requireSameAccount } from './require-same-account.ts';

export interface Completion {
  /** Who shows that the user itself is connecting: the session that sends the form, or the browser that comes back */
  provedBy: 'session' | 'browser';
  credentials: StoredCredentials;
  /** When the access token ends; null: it does not, or there is none */
  expiresAt: Date | null;
  identity: AccountIdentity;
}

/**
 * Keeps the account, ends the attempt and tells the user's stream, in one transaction. Where the app allows only one
 * account, another one gives way; these are returned, for their tokens to be revoked. Throws `attempt_closed`,
 * `connect_expired`, `browser_not_proved`, `other_account` or `unknown_account`, and then has changed nothing.
 */
export async function completeAttempt(
  services: Pick<Services, 'config' | 'catalogue' | 'db' | 'vault'>,
  ref: AttemptRef,
  completion: Completion,
): Promise<AccountRow[]> {
  return services.db.inWorkspace(ref.workspaceId, async (tx) => {
    const link = await lockLinkOf(tx, ref);
    const attempt = await lockAttempt(tx, ref);
    requireOpen(attempt);
    if (completion.provedBy === 'browser' && !attempt.browser_proved) throw strangeBrowser();
    const app = services.catalogue.findApp(attempt.app);
    await requireSameAccount(tx, attempt, completion.identity);
    const { allowMultipleAccounts } = app.connector.manifest;
    const replaced = allowMultipleAccounts ? [] : await removeOthers(tx, attempt, completion.identity.externalId);
    const accountId = await keepAccount(tx, services, attempt, completion);
    await tx
      .updateTable('connect_attempts')
      .set({
        status: 'connected',
        connected_account_id: accountId,
        auth_scheme: completion.credentials.scheme,
        nonce_hash: null,
        state_hash: null,
        flow_sealed: null,
        pairing_code_hash: null,
      })
      .where('workspace_id', '=', ref.workspaceId)
      .where('id', '=', ref.id)
      .execute();
    if (link) await useUpLink(tx, link, accountId);
    await tellStream(tx, services, attempt, accountId, replaced);
    return replaced;
  });
}

/** Two attempts that end at once would not see each other's account: they wait for one another here. */
async function removeOthers(tx: Tx, attempt: AttemptRow, externalId: string): Promise<AccountRow[]> {
  const turn = `${attempt.workspace_id}/${attempt.user_id}/${attempt.app}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${turn}, 0))`.execute(tx);
  return tx
    .deleteFrom('connected_accounts')
    .where('workspace_id', '=', attempt.workspace_id)
    .where('user_id', '=', attempt.user_id)
    .where('app', '=', attempt.app)
    .where('external_id', '!=', externalId)
    .returningAll()
    .execute();
}

/** Connecting the same account again renews it. A refresh that is under way loses its lease, and with it its say. */
async function keepAccount(
  tx: Tx,
  services: Pick<Services, 'vault'>,
  attempt: AttemptRow,
  { credentials, expiresAt, identity }: Completion,
): Promise<number> {
  const owner = {
    workspace_id: attempt.workspace_id,
    user_id: attempt.user_id,
    app: attempt.app,
    external_id: identity.externalId,
  };
  const kept: StoredCredentials = { ...credentials, found: identity.found };
  const current = {
    auth_scheme: credentials.scheme,
    display_name: identity.displayName,
    status: 'active' as const,
    credentials_sealed: await services.vault.seal(JSON.stringify(kept), accountContext(owner)),
    access_expires_at: expiresAt,
    refresh_lease_until: null,
  };
  const { id } = await tx
    .insertInto('connected_accounts')
    .values({ ...owner, ...current })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'user_id', 'app', 'external_id']).doUpdateSet({
        ...current,
        refresh_fence: sql`connected_accounts.refresh_fence + 1`,
        modified_at: sql`now()`,
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function tellStream(
  tx: Tx,
  services: Pick<Services, 'config' | 'catalogue'>,
  attempt: AttemptRow,
  accountId: number,
  replaced: readonly AccountRow[],
): Promise<void> {
  const user = { workspaceId: attempt.workspace_id, userId: attempt.user_id };
  const load = () => loadApp(tx, services, user, attempt.app);
  for (const account of replaced) {
    await appendEvent(tx, user, async () => ({
      type: 'app-disconnected',
      payload: { ...(await load()), connected_account_id: account.id },
    }));
  }
  await appendEvent(tx, user, async () => ({
    type: 'app-connected',
    payload: { ...(await load()), connected_account_id: accountId, attempt_id: attempt.id },
  }));
}

function strangeBrowser(): DomainError {
  return new DomainError('browser_not_proved', 'This browser is not shown to be the one that asked to connect.');
}
