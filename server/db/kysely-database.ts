import { sql, type Kysely } from 'kysely';
import type { Database } from './database.ts';
import { asDatabaseError } from './database-errors.ts';
import type { Schema } from './schema.ts';
import { inTransaction } from './transaction.ts';

/** What differs between the engines. */
export interface Engine {
  kysely: Kysely<Schema>;
  listen: Database['listen'];
  close: Database['close'];
}

/** The one way to query, over either engine. */
export function kyselyDatabase({ kysely, listen, close }: Engine): Database {
  return {
    inWorkspace: (workspaceId, work) =>
      translated(
        inTransaction(kysely, async (tx) => {
          await sql`select set_config('role', 'integry_runtime', true),
            set_config('integry.workspace_id', ${String(workspaceId)}, true)`.execute(tx);
          return work(tx);
        }),
      ),
    asOwner: (work) => translated(inTransaction(kysely, work)),
    workspaceIdOfAppKey: (appKey) => translated(findWorkspace(kysely, appKey)),
    listen,
    close,
  };
}

async function findWorkspace(kysely: Kysely<Schema>, appKey: string): Promise<number | undefined> {
  // Text that no App-Key can be is not worth a query, and PostgreSQL refuses some of it (NUL, lone surrogates).
  if (!/^[\w-]{1,64}$/.test(appKey)) return undefined;
  const { rows } = await sql<{ id: number | null }>`select workspace_id_of_app_key(${appKey}) as id`.execute(kysely);
  return rows[0]?.id ?? undefined;
}

async function translated<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    throw asDatabaseError(error);
  }
}
