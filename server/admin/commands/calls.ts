import * as z from 'zod';
import { callStatuses, durationOf, readCallLog } from '../../functions/read-call-log.ts';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { defineCommand } from '../command.ts';
import { AppKey, AppName } from '../fields.ts';

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
  /** What the third party calls the request */
  providerRequestId: z.string().nullable(),
});

const time = z
  .string()
  .refine(
    (text) => /^[12]\d{3}-/.test(text) && !Number.isNaN(Date.parse(text)),
    'must be a time such as 2026-01-31 or 2026-01-31T12:00:00Z',
  )
  .transform((text) => new Date(text))
  .optional();

const Filter = {
  function: z.string().optional(),
  app: AppName.optional(),
  status: z.enum(callStatuses, `must be one of ${callStatuses.join(', ')}`).optional(),
  user: z.string().optional(),
  from: time,
  to: time,
};

/** The function-call log, latest first, of what passes the filters. */
export const calls = defineCommand({
  input: z.object({ appKey: AppKey, limit: limit.default(20), ...Filter }),
  output: z.array(Call),
  run: async ({ db }, { appKey, limit, function: functionName, ...filter }) => {
    const workspaceId = await workspaceIdOf(db, appKey);
    const rows = await db.inWorkspace(workspaceId, (tx) =>
      readCallLog(tx, workspaceId, { functionName, ...filter }, limit),
    );
    return rows.map((row) => ({
      id: row.id,
      startedAt: row.started_at.toISOString(),
      user: row.external_id,
      function: row.function_name,
      status: row.status,
      networkCode: row.network_code,
      errorCode: row.error_code,
      durationMs: durationOf(row),
      requestId: row.request_id,
      providerRequestId: row.provider_request_id,
    }));
  },
});
