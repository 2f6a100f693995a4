import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { CatalogueApp } from '../catalogue/catalogue.ts';
import { prepareFlow, type PreparedFlow } from '../connect/oauth-flow.ts';
import { createOneTimeSecret, type OneTimeSecret } from '../connect/one-time-secret.ts';
import type { Tx } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { cancelAttemptsOf } from './cancel-attempts.ts';
import { lockLink, requireUsable, selectLinks, type LinkRef, type LinkRow } from './connect-link.ts';
import { requireProof, type LinkProof } from './open-link.ts';

export interface ContinuedLink {
  attemptId: string;
  /** For the browser that has pressed Continue; the link's is absent where it has it already */
  cookies: { link?: string; attempt: string };
  /** Null where the credentials are typed in */
  authorizationUrl: string | null;
  /** Of the link */
  expiresAt: Date;
}

/**
 * Binds the link to this browser, if it is not yet, and begins an attempt that is proved to be this browser's; one that was
 * begun before ends. Throws as `requireProof`, `requireUsable` and `prepareFlow` do.
 */
export async function continueLink(
  services: Pick<Services, 'catalogue' | 'config' | 'db' | 'egress' | 'vault'>,
  ref: LinkRef & { appKey: string },
  proof: LinkProof,
  schemeName: string,
): Promise<ContinuedLink> {
  const { workspaceId, appKey } = ref;
  const seen = await services.db.inWorkspace(workspaceId, (tx) =>
    selectLinks(tx, workspaceId).where('id', '=', ref.id).executeTakeFirst(),
  );
  requireProof(seen, proof);
  requireUsable(seen);
  const app = services.catalogue.findApp(seen.app);
  const attempt = { workspaceId, appKey, id: randomUUID() };
  const flow = isOAuth(app, schemeName) ? await prepareFlow(services, attempt, seen, schemeName) : null;
  const cookies = { link: createOneTimeSecret(), attempt: createOneTimeSecret() };
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const link = await lockLink(tx, ref);
    requireProof(link, proof);
    requireUsable(link);
    const isBound = link.browser_hash !== null;
    if (!isBound) await bind(tx, ref, cookies.link);
    await cancelAttemptsOf(tx, services, ref);
    await insertAttempt(tx, link, {
      id: attempt.id,
      cookie: cookies.attempt,
      publicUrl: services.config.publicUrl,
      flow,
    });
    return {
      attemptId: attempt.id,
      cookies: { link: isBound ? undefined : cookies.link.value, attempt: cookies.attempt.value },
      authorizationUrl: flow?.authorizationUrl ?? null,
      expiresAt: link.expires_at,
    };
  });
}

function isOAuth({ connector }: CatalogueApp, schemeName: string): boolean {
  const scheme = connector.auth.find(({ name }) => name === schemeName);
  if (!scheme) throw new DomainError('invalid_argument', 'The app has no such way of connecting.');
  return scheme.type === 'oauth2';
}

async function bind(tx: Tx, { workspaceId, id }: LinkRef, cookie: OneTimeSecret): Promise<void> {
  await tx
    .updateTable('connect_links')
    .set({ browser_hash: cookie.hash })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

async function insertAttempt(
  tx: Tx,
  link: LinkRow,
  made: { id: string; cookie: OneTimeSecret; publicUrl: string; flow: PreparedFlow | null },
): Promise<void> {
  await tx
    .insertInto('connect_attempts')
    .values({
      workspace_id: link.workspace_id,
      id: made.id,
      user_id: link.user_id,
      // No host page is behind it: the page that asked is ours.
      origin: made.publicUrl,
      app: link.app,
      reconnects_account_id: link.reconnects_account_id,
      connect_link_id: link.id,
      browser_hash: made.cookie.hash,
      browser_proved: true,
      ...made.flow?.columns,
      expires_at: sql<Date>`now() + interval '10 minutes'`,
    })
    .execute();
}
