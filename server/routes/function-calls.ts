import { Hono } from 'hono';
import * as z from 'zod/mini';
import { FunctionCallList, type FunctionCall } from '#bridge-protocol/entities/function-call.ts';
import { callStatuses, durationOf, readCallLog, type CallLogEntry } from '../functions/read-call-log.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { query } from '../http/validated.ts';
import type { Services } from '../services.ts';
import { authenticateBackend } from '../sessions/authenticate.ts';
import { checkUserId } from '../sessions/user-id.ts';
import { PageSize } from './page-query.ts';

const Name = z.optional(z.string().check(z.regex(/^[\w-]{1,128}$/, 'has to be a name such as "slack"')));

const Moment = z.optional(
  z.pipe(
    z.iso
      .datetime({ offset: true, error: 'has to be a time such as 2026-01-31T12:00:00Z' })
      .check(z.regex(/^[12]/, 'has to be a time that calls can have been made at')),
    z.transform((text) => new Date(text)),
  ),
);

const LogQuery = z.object({
  function: Name,
  app: Name,
  status: z.optional(z.enum(callStatuses, `has to be one of ${callStatuses.join(', ')}`)),
  user_id: z.optional(z.string()),
  from: Moment,
  to: Moment,
  page_size: PageSize,
  _cursor: z.optional(z.string().check(z.regex(/^(?:[1-9]\d{0,14})?$/, 'has to be that of the page before'))),
});

/** The function-call log, for the customer's backend. */
export function functionCallRoutes({ db, ...services }: Services): Hono<AppEnv> {
  return new Hono<AppEnv>().get(
    '/function-calls',
    describe({
      tag: 'Function calls',
      summary: 'A page of the log of function calls, latest first, by function, app, status, user and time of start',
      returns: FunctionCallList,
      auth: 'backend',
    }),
    authenticateBackend({ db, ...services }),
    query(LogQuery),
    async (c) => {
      const { workspaceId } = c.var.backend;
      const { function: functionName, app, status, user_id, from, to, page_size: size, _cursor } = c.req.valid('query');
      const user = user_id === undefined ? undefined : checkUserId(user_id);
      const before = _cursor ? Number(_cursor) : undefined;
      const filter = { functionName, app, status, user, from, to, before };
      const rows = await db.inWorkspace(workspaceId, (tx) => readCallLog(tx, workspaceId, filter, size + 1));
      const page = rows.slice(0, size);
      const next = rows.length > size ? String(page.at(-1)?.id) : '';
      return c.json({ function_calls: page.map(view), _cursor: next });
    },
  );
}

function view(row: CallLogEntry): FunctionCall {
  return {
    id: row.id,
    user_id: row.external_id,
    app: row.app,
    function: row.function_name,
    connected_account_id: row.connected_account_id,
    status: row.status,
    network_code: row.network_code === null ? null : String(row.network_code),
    error_code: row.error_code,
    arguments: row.arguments,
    request_id: row.request_id,
    provider_request_id: row.provider_request_id,
    started_at: row.started_at.toISOString(),
    duration_ms: durationOf(row),
  };
}
