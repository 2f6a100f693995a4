import { sql, type Kysely } from 'kysely';
import { isolateTable } from './isolate-table.ts';

/** Links by which a customer's backend lets a user connect an app outside its pages, and where these may lead back to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  for (const table of ['return_urls', 'connect_links']) await isolateTable(db, table);
}

const statements = [
  `create table return_urls (
     workspace_id bigint not null references workspaces on delete cascade,
     url text not null,
     primary key (workspace_id, url)
   )`,
  `create table connect_links (
     workspace_id bigint not null,
     id uuid not null,
     user_id bigint not null,
     app text not null,
     reconnects_account_id bigint,
     user_name text not null,
     return_url text,
     secret_hash bytea not null,
     browser_hash bytea,
     status text not null default 'open' check (status in ('open', 'connected', 'revoked')),
     connected_account_id bigint,
     created_at timestamptz not null default now(),
     expires_at timestamptz not null,
     primary key (workspace_id, id),
     foreign key (workspace_id, user_id) references users on delete cascade
   )`,
  `create index connect_links_of_user on connect_links (workspace_id, user_id, created_at)`,
  `create index connect_links_expires_at on connect_links (expires_at)`,
  `alter table connect_attempts add column connect_link_id uuid`,
  `create index connect_attempts_of_link on connect_attempts (workspace_id, connect_link_id)
     where connect_link_id is not null`,
];
