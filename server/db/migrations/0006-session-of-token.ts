import { sql, type Kysely } from 'kysely';

/**
 * Who holds a session token, in one question instead of a transaction: most requests begin with it. Like
 * `workspace_id_of_app_key` it is asked before a workspace is known, so it answers nothing to whoever does not know the token.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

// In PL/pgSQL, because each connection then plans it once.
const statements = [
  `create function session_of_token(app_key_given text, token_hash_given bytea)
     returns table (workspace_id bigint, workspace_name text, user_id bigint, external_id text, origin text,
       expires_at timestamptz, listed boolean)
     language plpgsql stable security definer set search_path = public, pg_temp
     as $$ begin
       return query
       select w.id, w.name, u.id, u.external_id, s.origin, s.expires_at,
         exists (select from workspace_origins o where o.workspace_id = w.id and o.origin = s.origin)
       from workspaces w
       join sessions s on s.workspace_id = w.id
       join users u on u.workspace_id = w.id and u.id = s.user_id
       where w.app_key = app_key_given and s.token_hash = token_hash_given and s.expires_at > now();
     end $$`,
  `revoke all on function session_of_token(text, bytea) from public`,
  `grant execute on function session_of_token(text, bytea) to integry_runtime`,
];
