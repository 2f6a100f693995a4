import type { AttemptRef } from '../connect/attempt.ts';
import type { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { withOutcome } from './return-url.ts';

/**
 * Where an attempt's browser goes afterwards, with `status`, the link's id, and the account's id or the error's code;
 * undefined where it was begun in a page of the customer, or by a link that leads nowhere.
 */
export async function wayBack(
  { db }: Pick<Services, 'db'>,
  { workspaceId, id }: AttemptRef,
  failure?: DomainError,
): Promise<string | undefined> {
  const row = await db.inWorkspace(workspaceId, (tx) =>
    tx
      .selectFrom('connect_attempts as attempt')
      .innerJoin('connect_links as link', (join) =>
        join.onRef('link.workspace_id', '=', 'attempt.workspace_id').onRef('link.id', '=', 'attempt.connect_link_id'),
      )
      .select(['link.id', 'link.return_url', 'attempt.connected_account_id'])
      .where('attempt.workspace_id', '=', workspaceId)
      .where('attempt.id', '=', id)
      .executeTakeFirst(),
  );
  if (!row || row.return_url === null) return undefined;
  const common = { connect_link_id: row.id };
  return withOutcome(
    row.return_url,
    failure
      ? { ...common, status: 'failed', error: failure.code }
      : { ...common, status: 'connected', connected_account_id: String(row.connected_account_id) },
  );
}
