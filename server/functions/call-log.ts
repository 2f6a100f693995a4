import { sql } from 'kysely';
import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import type { Tx } from '../db/database.ts';
import type { Services } from '../services.ts';

export interface LoggedCall {
  workspaceId: number;
  id: number;
}

/** Notes that a call is about to leave; commit it before. A row that stays `sent` is one whose outcome nobody knows. */
export async function logSent(
  tx: Tx,
  { definition, app }: CatalogueFunction,
  account: AccountRow,
  requestId: string,
): Promise<LoggedCall> {
  const { id } = await tx
    .insertInto('function_calls')
    .values({
      workspace_id: account.workspace_id,
      user_id: account.user_id,
      connected_account_id: account.id,
      app: app.name,
      function_name: definition.name,
      request_id: requestId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { workspaceId: account.workspace_id, id };
}

export type CallOutcome = { status: 'answered'; networkCode: number } | { status: 'failed'; code: ErrorCode };

/** Closes the row. The call has been made by then, so a failure to note it does not take the answer from the caller. */
export async function logOutcome(
  services: Pick<Services, 'db' | 'log'>,
  call: LoggedCall,
  outcome: CallOutcome,
): Promise<void> {
  try {
    await services.db.inWorkspace(call.workspaceId, (tx) =>
      tx
        .updateTable('function_calls')
        .set({
          status: outcome.status,
          network_code: outcome.status === 'answered' ? outcome.networkCode : null,
          error_code: outcome.status === 'failed' ? outcome.code : null,
          finished_at: sql<Date>`now()`,
        })
        .where('workspace_id', '=', call.workspaceId)
        .where('id', '=', call.id)
        .execute(),
    );
  } catch (error) {
    services.log.error('a function call could not be closed in the log', { workspaceId: call.workspaceId, error });
  }
}
