import type { Tx } from '../db/database.ts';

/** The row of the customer's user; made at first sight. */
export async function userIdOf(tx: Tx, workspaceId: number, externalId: string): Promise<number> {
  const known = await tx
    .selectFrom('users')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('external_id', '=', externalId)
    .executeTakeFirst();
  if (known) return known.id;
  const made = await tx
    .insertInto('users')
    .values({ workspace_id: workspaceId, external_id: externalId })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'external_id']).doUpdateSet({ external_id: externalId }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}
