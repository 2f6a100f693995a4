import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { requireAccount, requireAvailableScheme } from '../connect/create-attempt.ts';
import { createOneTimeSecret } from '../connect/one-time-secret.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { selectLinks, type LinkRow } from './connect-link.ts';
import { requireReturnUrl } from './return-url.ts';

export interface NewLink extends UserRef {
  appKey: string;
  app: string;
  /** The account whose credentials are to be replaced; absent: whichever the user connects */
  accountId?: number;
  /** What the customer's product calls the user: whoever opens the link has to see whose it is */
  userName: string;
  returnUrl?: string;
  expiresInSeconds: number;
}

/**
 * Makes a link for a user. Its secret is in the fragment of the URL, which no server gets to see, and is told this once.
 * Throws `unknown_app`, `unknown_account`, `app_not_configured`, and `invalid_argument` for a return URL that is not on the
 * workspace's list.
 */
export async function createLink(
  services: Pick<Services, 'catalogue' | 'config' | 'db'>,
  wanted: NewLink,
): Promise<{ link: LinkRow; url: string }> {
  const { workspaceId, userId, accountId = null, returnUrl = null } = wanted;
  const app = services.catalogue.findApp(wanted.app);
  const id = randomUUID();
  const secret = createOneTimeSecret();
  const link = await services.db.inWorkspace(workspaceId, async (tx) => {
    await requireAvailableScheme(tx, workspaceId, app);
    if (accountId !== null) await requireAccount(tx, { workspaceId, userId, app: app.name }, accountId);
    if (returnUrl !== null) await requireReturnUrl(tx, workspaceId, returnUrl);
    await tx
      .insertInto('connect_links')
      .values({
        workspace_id: workspaceId,
        id,
        user_id: userId,
        app: app.name,
        reconnects_account_id: accountId,
        user_name: wanted.userName,
        return_url: returnUrl,
        secret_hash: secret.hash,
        expires_at: sql<Date>`now() + ${wanted.expiresInSeconds} * interval '1 second'`,
      })
      .execute();
    return selectLinks(tx, workspaceId).where('id', '=', id).executeTakeFirstOrThrow();
  });
  return { link, url: `${services.config.publicUrl}${linkPath(wanted.appKey, id)}#${secret.value}` };
}

/** Of the page that a link opens. */
export function linkPath(appKey: string, id: string): string {
  return `/link/${appKey}/${id}`;
}
