import { sql, type Selectable } from 'kysely';
import type { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { Tx } from '../db/database.ts';
import type { ConnectAttemptsTable } from '../db/schema.ts';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';

export type AttemptRow = Selectable<ConnectAttemptsTable> & {
  /** By the database's clock, whatever the status says */
  expired: boolean;
};

/** An attempt as the popup knows it: by what stands in its address. */
export interface AttemptRef {
  workspaceId: number;
  id: string;
}

/** An attempt as its owner knows it. */
export type OwnAttemptRef = AttemptRef & UserRef;

/**
 * Reads the attempt and locks it until the commit, so that of two ends the first one counts.
 * Throws `unknown_attempt`, also for an attempt of another user where `ref` names one.
 */
export async function lockAttempt(tx: Tx, ref: AttemptRef | OwnAttemptRef): Promise<AttemptRow> {
  const row = await findAttempt(tx, ref).forUpdate().executeTakeFirst();
  if (!row || ('userId' in ref && ref.userId !== row.user_id)) throw unknownAttempt();
  return row;
}

export function findAttempt(tx: Tx, ref: AttemptRef) {
  return tx
    .selectFrom('connect_attempts')
    .selectAll()
    .select(sql<boolean>`expires_at <= now()`.as('expired'))
    .where('workspace_id', '=', ref.workspaceId)
    .where('id', '=', ref.id);
}

export function unknownAttempt(): DomainError {
  return new DomainError('unknown_attempt', 'There is no such attempt to connect. Start again from the app.');
}

/** Throws `attempt_closed` or `connect_expired` unless the attempt can still go on. */
export function requireOpen(row: AttemptRow): void {
  if (row.status === 'connected') throw new DomainError('attempt_closed', 'The app is connected already.');
  if (row.status === 'failed') {
    throw new DomainError('attempt_closed', `This attempt has ended. ${row.error_message ?? ''}`.trim());
  }
  if (row.expired) throw expiredAttempt();
}

export function expiredAttempt(): DomainError {
  return new DomainError('connect_expired', 'Connecting took longer than ten minutes. Start again from the app.');
}

/** For the API and for events. */
export async function attemptView(
  tx: Tx,
  { config }: Pick<Services, 'config'>,
  row: Selectable<ConnectAttemptsTable>,
): Promise<ConnectAttempt> {
  const { app_key } = await tx
    .selectFrom('workspaces')
    .select('app_key')
    .where('id', '=', row.workspace_id)
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    app: row.app,
    status: row.status,
    error: row.error_code && { code: row.error_code, message: row.error_message ?? '' },
    connected_account_id: row.connected_account_id,
    expires_at: row.expires_at.toISOString(),
    start_url: `${config.publicUrl}/connect/${app_key}/${row.id}`,
  };
}
