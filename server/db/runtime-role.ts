import { sql, type Kysely } from 'kysely';
import { DomainError } from '../errors.ts';
import { INSUFFICIENT_PRIVILEGE, sqlState } from './database-errors.ts';
import type { Schema } from './schema.ts';

const ATTEMPTS = 5;
/** duplicate_object, unique_violation, and internal_error for "tuple concurrently updated" */
const concurrentStates = new Set(['42710', '23505', 'XX000']);

/**
 * Sees to it that the role `integry_runtime` exists and that we may act as it. Roles belong to the whole cluster while
 * locks belong to one database: where several databases are set up at once, the loser of a race looks again.
 */
export async function prepareRuntimeRole(db: Kysely<Schema>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await createRuntimeRole(db);
    } catch (error) {
      const state = sqlState(error);
      if (state === INSUFFICIENT_PRIVILEGE) throw roleRefused(error);
      if (attempt === ATTEMPTS || state === undefined || !concurrentStates.has(state)) throw error;
    }
  }
}

async function createRuntimeRole(db: Kysely<Schema>): Promise<void> {
  await sql`
    do $$ begin
      if not exists (select from pg_roles where rolname = 'integry_runtime') then
        create role integry_runtime nologin nosuperuser nocreatedb nocreaterole nobypassrls;
      end if;
    end $$`.execute(db);
  // From PostgreSQL 16 on, being a member of a role and being allowed to act as it are two things.
  await sql`
    do $$ begin
      if not pg_has_role('integry_runtime',
        case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) then
        grant integry_runtime to current_user;
      end if;
    end $$`.execute(db);
}

function roleRefused(cause: unknown): DomainError {
  const message =
    'The database user may not create the role integry_runtime. Let an administrator of PostgreSQL run, with the ' +
    'name of that user: create role integry_runtime nologin; grant integry_runtime to <user>;';
  return new DomainError('database_unreachable', message, { cause });
}
