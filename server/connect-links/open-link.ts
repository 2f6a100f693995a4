import type { AuthMethod } from '#bridge-protocol/entities/auth-method.ts';
import { loadApp } from '../catalogue/load-app.ts';
import { matchesHash } from '../connect/one-time-secret.ts';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { requireUsable, selectLinks, unknownLink, type LinkRef, type LinkRow } from './connect-link.ts';

/** What a browser shows to be let through: the secret of the address or, from the first Continue on, its cookie. */
export interface LinkProof {
  secret?: string;
  cookie?: string;
}

export interface OpenedLink {
  workspaceName: string;
  userName: string;
  appTitle: string;
  iconUrl: string | null;
  methods: AuthMethod[];
}

/**
 * What the link's page shows before anything is decided. Nothing changes: what reads mail ahead of its reader uses no
 * link up. Throws as `requireProof` and `requireUsable` do.
 */
export async function openLink(
  services: Pick<Services, 'catalogue' | 'config' | 'db'>,
  ref: LinkRef,
  proof: LinkProof,
): Promise<OpenedLink> {
  return services.db.inWorkspace(ref.workspaceId, async (tx) => {
    const link = await selectLinks(tx, ref.workspaceId).where('id', '=', ref.id).executeTakeFirst();
    requireProof(link, proof);
    requireUsable(link);
    const user = { workspaceId: link.workspace_id, userId: link.user_id };
    const app = await loadApp(tx, services, user, link.app);
    const { name: workspaceName } = await tx
      .selectFrom('workspaces')
      .select('name')
      .where('id', '=', ref.workspaceId)
      .executeTakeFirstOrThrow();
    const methods = app.auth_methods.filter(({ available }) => available);
    return { workspaceName, userName: link.user_name, appTitle: app.title, iconUrl: app.icon_url, methods };
  });
}

/**
 * Before the first Continue whoever has the secret may go on; after it only the browser that pressed it, and the secret is
 * worth nothing. Throws `not_found` for a wrong secret, and `browser_not_proved` in any other browser.
 */
export function requireProof(link: LinkRow | undefined, { secret, cookie }: LinkProof): asserts link is LinkRow {
  if (!link) throw unknownLink();
  if (link.browser_hash !== null) {
    if (cookie !== undefined && matchesHash(cookie, link.browser_hash)) return;
    // Only who has the secret learns that the link is there.
    if (secret === undefined || !matchesHash(secret, link.secret_hash)) throw unknownLink();
    throw new DomainError('browser_not_proved', 'This link was opened in another browser. Ask for a new one.');
  }
  if (secret === undefined || !matchesHash(secret, link.secret_hash)) throw unknownLink();
}
