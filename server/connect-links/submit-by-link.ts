import { lockAttempt } from '../connect/attempt.ts';
import { requireBrowser } from '../connect/continue.ts';
import { submitCredentials, type GivenCredentials } from '../connect/submit-credentials.ts';
import type { Services } from '../services.ts';
import type { LinkRef } from './connect-link.ts';
import { unknownLink } from './connect-link.ts';

/**
 * Ends an attempt that a link has begun with credentials that were typed in, in the browser that holds the attempt's
 * cookie. Returns the account's id. Throws `browser_not_proved` in any other, and what `submitCredentials` throws.
 */
export async function submitByLink(
  services: Pick<Services, 'config' | 'catalogue' | 'db' | 'egress' | 'log' | 'vault'>,
  link: LinkRef,
  attempt: { id: string; cookie: string },
  given: GivenCredentials,
): Promise<number | null> {
  const { workspaceId } = link;
  const row = await services.db.inWorkspace(workspaceId, (tx) => lockAttempt(tx, { workspaceId, id: attempt.id }));
  if (row.connect_link_id !== link.id) throw unknownLink();
  requireBrowser(row, attempt.cookie);
  const ref = { workspaceId, id: attempt.id, userId: row.user_id };
  return (await submitCredentials(services, ref, given)).connected_account_id;
}
