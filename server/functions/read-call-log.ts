import type { Selectable } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { FunctionCallsTable } from '../db/schema.ts';

/** What a look into the log is narrowed to; each absent: everything. */
export interface CallLogFilter {
  functionName?: string;
  app?: string;
  status?: CallStatus;
  /** The customer's User-ID */
  user?: string;
  /** The first and the last moment of the start */
  from?: Date;
  to?: Date;
  /** Only calls before the one of this id */
  before?: number;
}

export type CallStatus = (typeof callStatuses)[number];
export const callStatuses = ['sent', 'answered', 'failed', 'unknown'] as const;

/** A row with the User-ID. */
export type CallLogEntry = Selectable<FunctionCallsTable> & { external_id: string };

/** The workspace's calls that pass the filter, latest first. */
export async function readCallLog(
  tx: Tx,
  workspaceId: number,
  filter: CallLogFilter,
  limit: number,
): Promise<CallLogEntry[]> {
  const { functionName, app, status, user, from, to, before } = filter;
  return tx
    .selectFrom('function_calls as call')
    .innerJoin('users as user', (join) =>
      join.onRef('user.id', '=', 'call.user_id').onRef('user.workspace_id', '=', 'call.workspace_id'),
    )
    .selectAll('call')
    .select('user.external_id')
    .where('call.workspace_id', '=', workspaceId)
    .$if(functionName !== undefined, (select) => select.where('call.function_name', '=', functionName!))
    .$if(app !== undefined, (select) => select.where('call.app', '=', app!))
    .$if(status !== undefined, (select) => select.where('call.status', '=', status!))
    .$if(user !== undefined, (select) => select.where('user.external_id', '=', user!))
    .$if(from !== undefined, (select) => select.where('call.started_at', '>=', from!))
    .$if(to !== undefined, (select) => select.where('call.started_at', '<=', to!))
    .$if(before !== undefined, (select) => select.where('call.id', '<', before!))
    .orderBy('call.id', 'desc')
    .limit(limit)
    .execute();
}

/** How long the call took, in milliseconds; null where it has not ended, or nobody knows when. */
export function durationOf({ started_at, finished_at }: CallLogEntry): number | null {
  return finished_at && finished_at.getTime() - started_at.getTime();
}
