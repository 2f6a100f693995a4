import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';

const limit = z.int('must be a whole number').min(1, 'must be at least 1').max(1000, 'must be at most 1000');

const Call = z.object({
  id: z.number(),
  startedAt: z.iso.datetime(),
  /** The customer's User-ID */
  user: z.string(),
  function: z.string(),
  /** `sent`: it is under way; `unknown`: its process died before the outcome was known */
  status: z.enum(['sent', 'answered', 'failed', 'unknown']),
  networkCode: z.number().nullable(),
  errorCode: z.string().nullable(),
  durationMs: z.number().nullable(),
  requestId: z.string(),
});

/** The function-call log, latest first. */
export const calls = defineCommand({
  input: z.object({ appKey: AppKey, limit: limit.default(20) }),
  output: z.array(Call),
  run: async ({ db }, { appKey, limit }) => {
    const workspaceId = await workspaceIdOf(db, appKey);
    const rows = await db.inWorkspace(workspaceId, (tx) =>
      tx
        .selectFrom('function_calls as call')
        .innerJoin('users as user', (join) =>
          join.onRef('user.id', '=', 'call.user_id').onRef('user.workspace_id', '=', 'call.workspace_id'),
        )
        .selectAll('call')
        .select('user.external_id')
        .where('call.workspace_id', '=', workspaceId)
        .orderBy('call.id', 'desc')
        .limit(limit)
        .execute(),
    );
    return rows.map((row) => ({
      id: row.id,
      startedAt: row.started_at.toISOString(),
      user: row.external_id,
      function: row.function_name,
      status: row.status,
      networkCode: row.network_code,
      errorCode: row.error_code,
      durationMs: row.finished_at && row.finished_at.getTime() - row.started_at.getTime(),
      requestId: row.request_id,
    }));
  },
});
