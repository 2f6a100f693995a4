import type { Context } from 'hono';
import { DomainError } from '../errors.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { headerText } from './header-text.ts';
import type { Identity } from './identity.ts';
import { requireSecret } from './require-secret.ts';
import { checkUserId } from './user-id.ts';
import { userIdOf } from './users.ts';
import { workspaceIdOf } from './workspace.ts';

/**
 * The customer's backend, on behalf of the user it names: headers `App-Secret`, `App-Key`, `User-ID`; undefined where
 * the first is absent. Throws `unauthorized`, `unknown_app_key`, `invalid_argument`.
 */
export async function byAppSecret(services: Services, c: Context<AppEnv>): Promise<Identity | undefined> {
  const given = c.req.header('app-secret');
  if (given === undefined) return undefined;
  const appKey = c.req.header('app-key');
  const userExternalId = headerText(c.req.header('user-id'));
  if (!appKey || userExternalId === undefined) {
    throw new DomainError('unauthorized', 'Send App-Key and User-ID together with App-Secret.');
  }
  const workspaceId = await workspaceIdOf(services.db, appKey);
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const workspace = await requireSecret(tx, services.vault, workspaceId, given);
    const userId = await userIdOf(tx, workspaceId, checkUserId(userExternalId));
    return { workspaceId, appKey, workspaceName: workspace.name, userId, userExternalId };
  });
}
