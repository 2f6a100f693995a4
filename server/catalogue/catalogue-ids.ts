import type { Database, Tx } from '../db/database.ts';

/** The id of every name, the same at each start and in each process. A name that is new gets the next free id. */
export async function catalogueIds(db: Database, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  return db.asOwner(async (tx) => {
    const known = await readIds(tx, names);
    const missing = names.filter((name) => !known.has(name));
    if (missing.length === 0) return known;
    for (const slice of slices(missing)) {
      await tx
        .insertInto('catalogue_ids')
        .values(slice.map((name) => ({ name })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    return readIds(tx, names);
  });
}

async function readIds(tx: Tx, names: readonly string[]): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const slice of slices(names)) {
    const rows = await tx.selectFrom('catalogue_ids').selectAll().where('name', 'in', slice).execute();
    for (const { name, id } of rows) ids.set(name, id);
  }
  return ids;
}

/** A statement takes at most 65,535 parameters. */
function slices(names: readonly string[]): string[][] {
  const size = 5_000;
  return Array.from({ length: Math.ceil(names.length / size) }, (_, index) =>
    names.slice(index * size, (index + 1) * size),
  );
}
