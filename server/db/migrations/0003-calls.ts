import { sql, type Kysely } from 'kysely';
import { isolateTable } from './isolate-table.ts';

/** Calls that are made once under a key, processes that are known to live, and what the log says of a call. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolateTable(db, 'idempotency_keys');
}

const statements = [
  `create table server_processes (
     id uuid primary key,
     seen_at timestamptz not null default now()
   )`,
  // What the version before has written, and goes on writing, has no process: it counts as lost by its age alone.
  `alter table function_calls
     add column process_id uuid,
     add column arguments jsonb,
     add column provider_request_id text,
     drop constraint function_calls_status_check,
     add constraint function_calls_status_check check (status in ('sent', 'answered', 'failed', 'unknown'))`,
  `create index function_calls_sent on function_calls (started_at) where status = 'sent'`,
  `create index function_calls_started_at on function_calls (started_at)`,
  `create table idempotency_keys (
     workspace_id bigint not null,
     user_id bigint not null,
     key_hash bytea not null,
     request_hash bytea not null,
     status text not null default 'running' check (status in ('running', 'answered', 'unknown')),
     process_id uuid not null,
     fence integer not null default 1,
     answer_sealed bytea,
     started_at timestamptz not null default now(),
     created_at timestamptz not null default now(),
     primary key (workspace_id, user_id, key_hash),
     foreign key (workspace_id, user_id) references users on delete cascade
   )`,
  // Ciphertext does not get smaller.
  `alter table idempotency_keys alter column answer_sealed set storage external`,
  `create index idempotency_keys_running on idempotency_keys (started_at) where status = 'running'`,
  `create index idempotency_keys_created_at on idempotency_keys (created_at)`,
];
