import type { Selectable } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { EventsTable } from '../db/schema.ts';
import type { UserRef } from '../sessions/identity.ts';

export type EventRow = Pick<Selectable<EventsTable>, 'id' | 'type' | 'payload'>;

/** The user's events after an id, oldest first. */
export async function readEvents(tx: Tx, user: UserRef, after: number, limit: number): Promise<EventRow[]> {
  return tx
    .selectFrom('events')
    .select(['id', 'type', 'payload'])
    .where('workspace_id', '=', user.workspaceId)
    .where('user_id', '=', user.userId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** The id of the user's latest event; 0 before the first. */
export async function lastEventId(tx: Tx, user: UserRef): Promise<number> {
  const { last_event_id } = await tx
    .selectFrom('users')
    .select('last_event_id')
    .where('workspace_id', '=', user.workspaceId)
    .where('id', '=', user.userId)
    .executeTakeFirstOrThrow();
  return last_event_id;
}
