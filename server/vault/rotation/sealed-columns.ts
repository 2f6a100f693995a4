import { sql } from 'kysely';
import type { Tx } from '../../db/database.ts';

/** A column of sealed values. */
export interface SealedColumn {
  table: string;
  column: string;
}

/** Every sealed column of the database: by its name, `*_sealed`, so that none can be forgotten. */
export async function sealedColumns(tx: Tx): Promise<SealedColumn[]> {
  const { rows } = await sql<SealedColumn>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = current_schema() and data_type = 'bytea' and column_name like '%\\_sealed'
    order by 1, 2`.execute(tx);
  return rows;
}
