import { sql, type Kysely } from 'kysely';

/**
 * Keeps a new table's rows apart by workspace, as 0001 does with the first ones. Released migrations use it, so it is
 * never changed: another rule is another function.
 */
export async function isolateTable(db: Kysely<unknown>, table: string): Promise<void> {
  const own = `workspace_id = nullif(current_setting('integry.workspace_id', true), '')::bigint`;
  const statements = [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy own_workspace on ${table} to integry_runtime using (${own}) with check (${own})`,
    `create policy owner on ${table} to current_user using (true) with check (true)`,
    `grant select, insert, update, delete on ${table} to integry_runtime`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
