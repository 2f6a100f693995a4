import { sql } from 'kysely';
import type { Database, Tx } from '../db/database.ts';
import type { Services } from '../services.ts';
import { findUser, type NamedUser, type UserRow } from './find-user.ts';

type Row = Record<string, unknown>;

/** Of rows that a user may have any number of */
const BATCH = 500;

/**
 * All that is kept of a user, as the text of one JSON object, in pieces: a log of years needs no more memory than a short
 * one. Credentials and whatever else proves something are left out. Throws `not_found` before the first piece.
 */
export async function exportUser({ db }: Pick<Services, 'db'>, named: NamedUser): Promise<AsyncGenerator<string>> {
  const { user, lists } = await db.inWorkspace(named.workspaceId, async (tx) => {
    const user = await findUser(tx, named);
    return { user, lists: await shortLists(tx, user) };
  });
  return textOf(db, user, lists);
}

async function* textOf(db: Database, user: UserRow, lists: Row): AsyncGenerator<string> {
  const { external_id: user_id, created_at } = user;
  const head = JSON.stringify({ user_id, created_at, exported_at: new Date(), ...lists });
  yield `${head.slice(0, -1)},"function_calls":[`;
  yield* rowsOf(db, user, 'function_calls');
  yield '],"events":[';
  yield* rowsOf(db, user, 'events');
  yield ']}';
}

async function* rowsOf(db: Database, user: UserRow, table: 'function_calls' | 'events'): AsyncGenerator<string> {
  let after = 0;
  for (let isFirst = true; ; isFirst = false) {
    const last = after;
    const rows = await db.inWorkspace(user.workspace_id, (tx) => {
      const query = tx
        .selectFrom(table)
        .selectAll()
        .where('workspace_id', '=', user.workspace_id)
        .where('user_id', '=', user.id)
        .where('id', '>', last);
      return query.orderBy('id').limit(BATCH).execute();
    });
    if (rows.length === 0) return;
    yield (isFirst ? '' : ',') + rows.map((row) => JSON.stringify(plain(row))).join();
    after = rows.at(-1)!.id;
  }
}

/** Hashes and sealed values, what only serves refreshing, and whose row it is, which stands above it. */
const internal = /_(hash|sealed)$|^refresh_|^(workspace|user)_id$/;

/** Bytes are left out as well: where this product keeps bytes, they are secret. */
function plain(row: Row): Row {
  const entries = Object.entries(row).filter(([name, value]) => !internal.test(name) && !(value instanceof Uint8Array));
  return Object.fromEntries(entries);
}

const shortTables = ['connected_accounts', 'connect_attempts', 'connect_links', 'webhook_messages'] as const;

async function shortLists(tx: Tx, { workspace_id, id }: UserRow): Promise<Row> {
  const lists: Row = {};
  for (const table of shortTables) {
    const { rows } = await sql<Row>`select * from ${sql.table(table)}
      where workspace_id = ${workspace_id} and user_id = ${id} order by created_at`.execute(tx);
    lists[table] = rows.map(plain);
  }
  const { sessions } = await tx
    .selectFrom('sessions')
    .select((eb) => eb.fn.countAll<number>().as('sessions'))
    .where('workspace_id', '=', workspace_id)
    .where('user_id', '=', id)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirstOrThrow();
  return { ...lists, sessions };
}
