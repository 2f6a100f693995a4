import { sql, type Kysely } from 'kysely';
import { DomainError } from '../errors.ts';
import type { Database, Tx } from './database.ts';
import { asDatabaseError } from './database-errors.ts';
import { beforeDeadline } from './deadline.ts';
import type { Schema } from './schema.ts';
import { sessionOfToken } from './session-of-token.ts';
import { inTransaction } from './transaction.ts';

/** What differs between the engines. */
export interface Engine {
  kysely: Kysely<Schema>;
  listen: Database['listen'];
  connections?: Database['connections'];
  /** Called once, when no transaction is running any more. */
  close(): Promise<void>;
}

const CLOSE_DEADLINE_MS = 10_000;

/** The one way to query, over either engine. */
export function kyselyDatabase({ kysely, listen, connections, close }: Engine): Database {
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  async function run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (closing) throw new DomainError('database_unreachable', 'The server is stopping. Try again in a moment.');
    const result = work();
    running.add(result);
    try {
      return await result;
    } catch (error) {
      throw asDatabaseError(error);
    } finally {
      running.delete(result);
    }
  }

  async function drainAndClose(): Promise<void> {
    await beforeDeadline(Promise.allSettled(running), CLOSE_DEADLINE_MS, 'late').catch(() => undefined);
    await close();
  }

  return {
    inWorkspace: (workspaceId, work) =>
      run(() =>
        inTransaction(kysely, async (tx) => {
          await enterWorkspace(tx, workspaceId);
          return work(tx);
        }),
      ),
    asOwner: (work) => run(() => inTransaction(kysely, work)),
    workspaceIdOfAppKey: (appKey) => run(() => findWorkspace(kysely, appKey)),
    sessionOfToken: (appKey, tokenHash) => run(() => sessionOfToken(kysely, appKey, tokenHash)),
    listen,
    connections,
    close: () => (closing ??= drainAndClose()),
  };
}

/** Both settings end with the transaction: the connection goes back as the owner's, without a workspace. */
async function enterWorkspace(tx: Tx, workspaceId: number): Promise<void> {
  await sql`select set_config('role', 'integry_runtime', true),
    set_config('integry.workspace_id', ${String(workspaceId)}, true)`.execute(tx);
}

async function findWorkspace(kysely: Kysely<Schema>, appKey: string): Promise<number | undefined> {
  // Text that no App-Key can be is not worth a query, and PostgreSQL refuses some of it (NUL, lone surrogates).
  if (!/^[\w-]{1,64}$/.test(appKey)) return undefined;
  const { rows } = await sql<{ id: number | null }>`select workspace_id_of_app_key(${appKey}) as id`.execute(kysely);
  return rows[0]?.id ?? undefined;
}
