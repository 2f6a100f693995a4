import { sql, type Kysely } from 'kysely';

/** Names that users give their accounts, attempts that renew one account, and the question which apps a user called last. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table connected_accounts add column given_name text`,
  `alter table connect_attempts add column reconnects_account_id bigint`,
  `create index function_calls_of_user on function_calls (workspace_id, user_id, started_at)`,
];
