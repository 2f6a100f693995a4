import type { Context } from 'hono';
import type { Tx } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { loadSecrets } from './app-secrets.ts';
import { headerText } from './header-text.ts';
import { verifyHash } from './hash.ts';
import type { Identity } from './identity.ts';
import { checkUserId } from './user-id.ts';
import { userIdOf } from './users.ts';
import { loadWorkspace, requireListed, workspaceIdOf, type Workspace } from './workspace.ts';

/**
 * Integry's own credentials, in the query (`app_key`, `user_id`, `hash`) or in headers (`App-Key`, `User-ID`, `Hash`),
 * where the workspace has switched them on; undefined where there is no App-Key and no hash. A browser's `Origin` has
 * to be listed. Throws `unauthorized`, `unknown_app_key`, `origin_not_allowed`, `credentials_not_enabled`,
 * `token_required`, `invalid_hash`, `invalid_argument`.
 */
export async function byHash(services: Services, c: Context<AppEnv>): Promise<Identity | undefined> {
  const appKey = c.req.query('app_key') ?? c.req.header('app-key');
  const hash = c.req.query('hash') ?? c.req.header('hash');
  const userExternalId = c.req.query('user_id') ?? headerText(c.req.header('user-id'));
  if (appKey === undefined && hash === undefined) return undefined;
  if (appKey === undefined || hash === undefined || userExternalId === undefined) {
    throw new DomainError('unauthorized', 'Send App-Key, User-ID and Hash together.');
  }
  const workspaceId = await workspaceIdOf(services.db, appKey);
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const workspace = await loadWorkspace(tx, workspaceId);
    await letReadIfListed(tx, workspaceId, c);
    requireEnabled(workspace);
    verifyHash(await loadSecrets(tx, services.vault, workspaceId), checkUserId(userExternalId), hash);
    const userId = await userIdOf(tx, workspaceId, userExternalId);
    return { workspaceId, appKey, workspaceName: workspace.name, userId, userExternalId };
  });
}

/** A listed page may read the answer, also one that refuses its hash. */
async function letReadIfListed(tx: Tx, workspaceId: number, c: Context<AppEnv>): Promise<void> {
  const origin = c.req.header('origin');
  if (origin === undefined) return;
  await requireListed(tx, workspaceId, origin);
  c.set('readableBy', origin);
}

function requireEnabled(workspace: Workspace): void {
  if (!workspace.allow_integry_credentials) {
    throw new DomainError(
      'credentials_not_enabled',
      'This workspace takes session tokens only. Its administrator can switch on App-Key, User-ID and Hash.',
    );
  }
  if (workspace.require_token) {
    throw new DomainError('token_required', 'This workspace takes a signed token only: open a session with one.');
  }
}
