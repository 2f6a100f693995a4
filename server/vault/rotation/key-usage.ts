import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import { KEY_ID_BYTES } from '../keys.ts';
import { sealedColumns, type SealedColumn } from './sealed-columns.ts';

/** The id of the key that a sealed value needs, in SQL: it stands behind the format's byte. */
export function keyIdIn({ column }: SealedColumn) {
  return sql<string>`encode(substring(${sql.ref(column)} from 2 for ${sql.lit(KEY_ID_BYTES)}), 'hex')`;
}

/** How many sealed values need which key, by the key's id, over all workspaces. It reads every row that has one. */
export async function keyUsage(db: Database): Promise<Map<string, number>> {
  const usage = new Map<string, number>();
  for (const sealed of await db.asOwner(sealedColumns)) {
    const { rows } = await db.asOwner((tx) =>
      sql<{ id: string; count: number }>`
        select ${keyIdIn(sealed)} as id, count(*) as count from ${sql.table(sealed.table)}
        where ${sql.ref(sealed.column)} is not null group by 1`.execute(tx),
    );
    for (const { id, count } of rows) usage.set(id, (usage.get(id) ?? 0) + count);
  }
  return usage;
}
