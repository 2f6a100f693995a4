import { sql } from 'kysely';
import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';

type LogServices = Pick<Services, 'db' | 'log'>;

export interface LoggedCall {
  workspaceId: number;
  id: number;
}

/** Commits that a call is about to leave. A row that stays `sent` is one whose outcome nobody knows. */
export async function logSent(
  services: LogServices,
  user: UserRef,
  called: { entry: CatalogueFunction; account: AccountRow; requestId: string },
): Promise<LoggedCall> {
  const { id } = await services.db.inWorkspace(user.workspaceId, (tx) =>
    tx
      .insertInto('function_calls')
      .values({
        workspace_id: user.workspaceId,
        user_id: user.userId,
        connected_account_id: called.account.id,
        app: called.entry.app.name,
        function_name: called.entry.definition.name,
        request_id: called.requestId,
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  );
  return { workspaceId: user.workspaceId, id };
}

export type CallOutcome = { status: 'answered'; networkCode: number } | { status: 'failed'; code: ErrorCode };

/** Closes the row. The call has been made by then, so a failure to note it does not take the answer from the caller. */
export async function logOutcome(services: LogServices, call: LoggedCall, outcome: CallOutcome): Promise<void> {
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
