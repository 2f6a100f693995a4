import { sql, type Kysely } from 'kysely';
import { isolateTable } from './isolate-table.ts';

/** Where a workspace's backend is told of events, what it is told, and how far each telling has come. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db);
  for (const table of ['webhook_endpoints', 'webhook_messages', 'webhook_deliveries']) await isolateTable(db, table);
}

/** A message outlives its user, who may be what it tells the end of: so `user_id` refers to nothing. */
const tables = [
  `create table webhook_endpoints (
     workspace_id bigint not null references workspaces on delete cascade,
     id uuid not null,
     url text not null,
     description text,
     events text[],
     secret_sealed bytea not null,
     previous_secret_sealed bytea,
     previous_secret_until timestamptz,
     status text not null default 'enabled' check (status in ('enabled', 'failing', 'disabled')),
     status_reason text,
     created_at timestamptz not null default now(),
     primary key (workspace_id, id)
   )`,
  `create table webhook_messages (
     workspace_id bigint not null references workspaces on delete cascade,
     id text not null,
     type text not null,
     user_id bigint,
     body text not null,
     created_at timestamptz not null default now(),
     primary key (workspace_id, id)
   )`,
  `create index webhook_messages_of_user on webhook_messages (workspace_id, user_id)`,
  `create index webhook_messages_created_at on webhook_messages (created_at)`,
  `create table webhook_deliveries (
     workspace_id bigint not null,
     id bigint generated always as identity,
     endpoint_id uuid not null,
     message_id text not null,
     status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
     tries integer not null default 0,
     next_try_at timestamptz not null default now(),
     last_try_at timestamptz,
     last_status integer,
     last_error text,
     created_at timestamptz not null default now(),
     primary key (workspace_id, id),
     foreign key (workspace_id, endpoint_id) references webhook_endpoints on delete cascade,
     foreign key (workspace_id, message_id) references webhook_messages on delete cascade
   )`,
  `create index webhook_deliveries_due on webhook_deliveries (next_try_at) where status = 'pending'`,
  `create index webhook_deliveries_of_endpoint on webhook_deliveries (workspace_id, endpoint_id, id)`,
  `create index webhook_deliveries_of_message on webhook_deliveries (workspace_id, message_id)`,
];
