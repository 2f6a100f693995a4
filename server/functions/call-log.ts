import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import type { Tx } from '../db/database.ts';
import type { Services } from '../services.ts';
import { redactArguments } from './redact-arguments.ts';

/** A database that restarts is back within seconds; the outcome of a call is worth waiting for. In milliseconds. */
const RETRY_PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000];

export interface LoggedCall {
  workspaceId: number;
  id: number;
}

export interface Intent {
  entry: CatalogueFunction;
  account: AccountRow;
  input: JsonObject;
  requestId: string;
  processId: string;
}

/** Notes that a call is about to leave; commit it before. Where its process dies, `settleLostCalls` closes the row. */
export async function logSent(
  tx: Tx,
  { entry: { definition, app }, account, input, requestId, processId }: Intent,
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
      process_id: processId,
      arguments: JSON.stringify(redactArguments(input, definition.parameters)),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { workspaceId: account.workspace_id, id };
}

export type CallOutcome =
  { status: 'answered'; networkCode: number; providerRequestId?: string } | { status: 'failed'; code: ErrorCode };

/** What is written in the transaction that closes the row. */
export type AlsoNoted = (tx: Tx) => Promise<void>;

/**
 * Closes the row. The call has been made by then, so a failure to note it does not take the answer from the caller: it
 * is noted later, for about a minute. `also` may take its time before the transaction begins.
 */
export async function logOutcome(
  services: Pick<Services, 'db' | 'log'>,
  call: LoggedCall,
  outcome: CallOutcome,
  also?: () => Promise<AlsoNoted>,
): Promise<void> {
  const note = async (): Promise<void> => {
    const noteMore = await also?.();
    await services.db.inWorkspace(call.workspaceId, async (tx) => {
      await closeRow(tx, call, outcome);
      await noteMore?.(tx);
    });
  };
  try {
    await note();
  } catch (error) {
    services.log.warn('the outcome of a function call is noted later', { workspaceId: call.workspaceId, error });
    void noteLater(services, call, note);
  }
}

async function closeRow(tx: Tx, call: LoggedCall, outcome: CallOutcome): Promise<void> {
  await tx
    .updateTable('function_calls')
    .set({
      status: outcome.status,
      provider_request_id: outcome.status === 'answered' ? outcome.providerRequestId : null,
      network_code: outcome.status === 'answered' ? outcome.networkCode : null,
      error_code: outcome.status === 'failed' ? outcome.code : null,
      finished_at: sql<Date>`now()`,
    })
    .where('workspace_id', '=', call.workspaceId)
    .where('id', '=', call.id)
    .execute();
}

async function noteLater(
  { log }: Pick<Services, 'log'>,
  { workspaceId }: LoggedCall,
  note: () => Promise<void>,
): Promise<void> {
  let last: unknown;
  for (const pause of RETRY_PAUSES_MS) {
    await delay(pause, undefined, { ref: false });
    try {
      return await note();
    } catch (error) {
      last = error;
    }
  }
  log.error('a function call could not be closed in the log', { workspaceId, error: last });
}
