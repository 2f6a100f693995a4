import { sql, type Kysely } from 'kysely';

/**
 * The tables of the main job, with row-level security by workspace. The application works as the role
 * `integry_runtime` (see runtime-role.ts), which owns nothing and cannot bypass it; each of its transactions names its
 * workspace first.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db);
  for (const table of workspaceTables) await isolate(db, table);
  for (const statement of lookup) await sql.raw(statement).execute(db);
}

const tables = [
  `create table workspaces (
     id bigint generated always as identity primary key,
     app_key text not null unique,
     name text not null,
     allow_integry_credentials boolean not null default false,
     require_token boolean not null default false,
     allow_pairing boolean not null default true,
     created_at timestamptz not null default now()
   )`,
  `create table workspace_origins (
     workspace_id bigint not null references workspaces on delete cascade,
     origin text not null,
     primary key (workspace_id, origin)
   )`,
  `create table app_secrets (
     id bigint generated always as identity,
     workspace_id bigint not null references workspaces on delete cascade,
     secret_sealed bytea not null,
     created_at timestamptz not null default now(),
     primary key (workspace_id, id)
   )`,
  `create table oauth_clients (
     workspace_id bigint not null references workspaces on delete cascade,
     app text not null,
     client_id text not null,
     client_secret_sealed bytea,
     primary key (workspace_id, app)
   )`,
  `create table users (
     id bigint generated always as identity,
     workspace_id bigint not null references workspaces on delete cascade,
     external_id text not null,
     last_event_id bigint not null default 0,
     created_at timestamptz not null default now(),
     primary key (workspace_id, id),
     unique (workspace_id, external_id)
   )`,
  `create table sessions (
     workspace_id bigint not null,
     token_hash bytea not null,
     user_id bigint not null,
     secret_id bigint not null,
     origin text not null,
     expires_at timestamptz not null,
     primary key (workspace_id, token_hash),
     foreign key (workspace_id, user_id) references users on delete cascade,
     foreign key (workspace_id, secret_id) references app_secrets on delete cascade
   )`,
  `create index sessions_expires_at on sessions (expires_at)`,
  `create table used_tokens (
     workspace_id bigint not null references workspaces on delete cascade,
     jti text not null,
     expires_at timestamptz not null,
     primary key (workspace_id, jti)
   )`,
  `create table connected_accounts (
     id bigint generated always as identity,
     workspace_id bigint not null,
     user_id bigint not null,
     app text not null,
     auth_scheme text not null,
     external_id text not null,
     display_name text not null,
     status text not null default 'active' check (status in ('active', 'needs_reconnect')),
     credentials_sealed bytea not null,
     access_expires_at timestamptz,
     refresh_lease_until timestamptz,
     refresh_fence bigint not null default 0,
     created_at timestamptz not null default now(),
     modified_at timestamptz not null default now(),
     primary key (workspace_id, id),
     unique (workspace_id, user_id, app, external_id),
     foreign key (workspace_id, user_id) references users on delete cascade
   )`,
  `create table connect_attempts (
     workspace_id bigint not null,
     id uuid not null,
     user_id bigint not null,
     origin text not null,
     app text not null,
     auth_scheme text,
     status text not null default 'pending' check (status in ('pending', 'connected', 'failed')),
     error_code text,
     error_message text,
     connected_account_id bigint,
     nonce_hash bytea,
     browser_hash bytea,
     browser_proved boolean not null default false,
     state_hash bytea,
     flow_sealed bytea,
     pairing_code_hash bytea,
     pairing_tries integer not null default 0,
     created_at timestamptz not null default now(),
     expires_at timestamptz not null,
     primary key (workspace_id, id),
     foreign key (workspace_id, user_id) references users on delete cascade
   )`,
  `create unique index connect_attempts_state on connect_attempts (workspace_id, state_hash) where state_hash is not null`,
  `create index connect_attempts_pending on connect_attempts (expires_at) where status = 'pending'`,
  `create table events (
     workspace_id bigint not null,
     user_id bigint not null,
     id bigint not null,
     type text not null,
     payload jsonb not null,
     created_at timestamptz not null default now(),
     primary key (workspace_id, user_id, id),
     foreign key (workspace_id, user_id) references users on delete cascade
   )`,
  `create index events_created_at on events (created_at)`,
  `create table function_calls (
     id bigint generated always as identity,
     workspace_id bigint not null,
     user_id bigint not null,
     connected_account_id bigint,
     app text not null,
     function_name text not null,
     request_id text not null,
     status text not null default 'sent' check (status in ('sent', 'answered', 'failed')),
     network_code integer,
     error_code text,
     started_at timestamptz not null default now(),
     finished_at timestamptz,
     primary key (workspace_id, id),
     foreign key (workspace_id, user_id) references users on delete cascade
   )`,
  `create table catalogue_ids (
     id bigint generated always as identity primary key,
     name text not null unique
   )`,
  `grant select, insert on catalogue_ids to integry_runtime`,
];

const workspaceTables = [
  'workspaces',
  'workspace_origins',
  'app_secrets',
  'oauth_clients',
  'users',
  'sessions',
  'used_tokens',
  'connected_accounts',
  'connect_attempts',
  'events',
  'function_calls',
];

/** Unset, the setting is NULL or '': both compare as no workspace, so nothing is seen. */
async function isolate(db: Kysely<unknown>, table: string): Promise<void> {
  const column = table === 'workspaces' ? 'id' : 'workspace_id';
  const own = `${column} = nullif(current_setting('integry.workspace_id', true), '')::bigint`;
  await sql.raw(`alter table ${table} enable row level security`).execute(db);
  await sql.raw(`alter table ${table} force row level security`).execute(db);
  await sql
    .raw(`create policy own_workspace on ${table} to integry_runtime using (${own}) with check (${own})`)
    .execute(db);
  await sql.raw(`create policy owner on ${table} to current_user using (true) with check (true)`).execute(db);
  await sql.raw(`grant select, insert, update, delete on ${table} to integry_runtime`).execute(db);
}

/** Everything that arrives names its workspace by App-Key; this is the one question asked before a workspace is known. */
const lookup = [
  `create function workspace_id_of_app_key(wanted text) returns bigint
     language sql stable security definer set search_path = public, pg_temp
     as 'select id from workspaces where app_key = wanted'`,
  `revoke all on function workspace_id_of_app_key(text) from public`,
  `grant execute on function workspace_id_of_app_key(text) to integry_runtime`,
];
