import { sql } from 'kysely';
import type { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { CatalogueApp } from '../catalogue/catalogue.ts';
import type { Tx } from '../db/database.ts';
import { attemptView, lockAttempt, type OwnAttemptRef } from './attempt.ts';
import { unknownAccount } from '../accounts/unknown-account.ts';
import { expireIfDue } from './expire-attempts.ts';

export interface NewAttempt extends OwnAttemptRef {
  /** The host page's, as the session has it */
  origin: string;
  app: string;
  /** The account whose credentials are to be replaced; absent: whichever the user connects */
  accountId?: number;
}

/**
 * Makes an attempt that lives for ten minutes, under the id that the caller chose. The same caller may repeat it, for the
 * same app and account and from the same host page. Throws `unknown_app`, `unknown_account`, `app_not_configured`, and
 * `invalid_argument` where the id is taken.
 */
export async function createAttempt(
  services: Pick<Services, 'db' | 'config' | 'catalogue'>,
  wanted: NewAttempt,
): Promise<ConnectAttempt> {
  const app = services.catalogue.findApp(wanted.app);
  const { accountId = null } = wanted;
  return services.db.inWorkspace(wanted.workspaceId, async (tx) => {
    const made = await tx
      .insertInto('connect_attempts')
      .values({
        workspace_id: wanted.workspaceId,
        id: wanted.id,
        user_id: wanted.userId,
        origin: wanted.origin,
        app: app.name,
        reconnects_account_id: accountId,
        expires_at: sql<Date>`now() + interval '10 minutes'`,
      })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (made) {
      await requireAvailableScheme(tx, wanted.workspaceId, app);
      if (accountId !== null) await requireAccount(tx, wanted, accountId);
      return attemptView(tx, services, made);
    }
    const { id, workspaceId } = wanted;
    const row = await expireIfDue(tx, services, await lockAttempt(tx, { id, workspaceId }));
    const isSame =
      row.user_id === wanted.userId &&
      row.app === app.name &&
      row.origin === wanted.origin &&
      row.reconnects_account_id === accountId;
    if (!isSame) {
      throw new DomainError('invalid_argument', 'This attempt id is taken. Make a new UUID for each attempt.');
    }
    return attemptView(tx, services, row);
  });
}

/** Throws `app_not_configured` where no way of connecting the app is open. */
export async function requireAvailableScheme(tx: Tx, workspaceId: number, app: CatalogueApp): Promise<void> {
  if (app.connector.auth.some((scheme) => scheme.type !== 'oauth2')) return;
  const client = await tx
    .selectFrom('oauth_clients')
    .select('app')
    .where('workspace_id', '=', workspaceId)
    .where('app', '=', app.name)
    .executeTakeFirst();
  if (!client) {
    throw new DomainError('app_not_configured', 'The operator has to enter an OAuth client for this app first.');
  }
}

/** Throws `unknown_account` unless the account is the user's, and of this app. */
export async function requireAccount(
  tx: Tx,
  { workspaceId, userId, app }: Pick<NewAttempt, 'workspaceId' | 'userId' | 'app'>,
  accountId: number,
): Promise<void> {
  const account = await tx
    .selectFrom('connected_accounts')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('app', '=', app)
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (!account) throw unknownAccount();
}
