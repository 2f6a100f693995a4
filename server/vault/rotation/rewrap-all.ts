import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { Vault } from '../vault.ts';
import { keyIdIn } from './key-usage.ts';
import { sealedColumns, type SealedColumn } from './sealed-columns.ts';

const BATCH = 200;

interface SealedRow {
  /** Where the row stands now; another place after each change of it */
  ctid: string;
  sealed: Uint8Array;
}

const START = '(0,0)';

/**
 * Brings sealed values of all workspaces under the newest key, in batches and while servers work: a value that changes
 * meanwhile is left as it has become, and looked at again. Only data keys are wrapped anew; no secret is opened. Ends
 * when nothing more can be done (a damaged value stays as it is) or the signal is aborted; answers how many values were
 * rewrapped.
 */
export async function rewrapAll(db: Database, vault: Vault, signal: AbortSignal): Promise<number> {
  const columns = await db.asOwner(sealedColumns);
  let total = 0;
  for (let rewrapped = -1; rewrapped !== 0 && !signal.aborted; total += rewrapped) {
    rewrapped = 0;
    for (const column of columns) rewrapped += await passThrough(db, vault, column, signal);
  }
  return total;
}

/** Once through the table, in the order in which its rows lie. */
async function passThrough(db: Database, vault: Vault, column: SealedColumn, signal: AbortSignal): Promise<number> {
  let count = 0;
  for (let after: string | undefined = START; after !== undefined && !signal.aborted;) {
    const rows: SealedRow[] = await outdated(db, column, (await vault.keys.newest()).id, after);
    count += await rewrap(db, vault, column, rows);
    after = rows.at(-1)?.ctid;
  }
  return count;
}

async function outdated(db: Database, sealed: SealedColumn, newest: string, after: string): Promise<SealedRow[]> {
  const { rows } = await db.asOwner((tx) =>
    sql<SealedRow>`
      select ctid::text as ctid, ${sql.ref(sealed.column)} as sealed from ${sql.table(sealed.table)}
      where ctid > ${after}::tid and ${keyIdIn(sealed)} <> ${newest} limit ${BATCH}`.execute(tx),
  );
  return rows;
}

/** The keys may be in a service, so nothing is wrapped within a transaction. */
async function rewrap(
  db: Database,
  vault: Vault,
  { table, column }: SealedColumn,
  rows: readonly SealedRow[],
): Promise<number> {
  const wrapped = await Promise.allSettled(rows.map((row) => vault.rewrap(row.sealed)));
  return db.asOwner(async (tx) => {
    let count = 0;
    for (const [index, outcome] of wrapped.entries()) {
      const { ctid, sealed } = rows[index]!;
      if (outcome.status === 'rejected') continue;
      const { numAffectedRows } = await sql`
        update ${sql.table(table)} set ${sql.ref(column)} = ${outcome.value}
        where ctid = ${ctid}::tid and ${sql.ref(column)} = ${sealed}`.execute(tx);
      count += Number(numAffectedRows ?? 0n);
    }
    return count;
  });
}
