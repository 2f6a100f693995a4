import type { Context } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import type { Backend } from './identity.ts';
import { requireSecret } from './require-secret.ts';
import { workspaceIdOf } from './workspace.ts';

/**
 * The customer's backend on its own account, whichever user it may name besides: headers `App-Secret` and `App-Key`;
 * undefined where one is absent. Throws `unauthorized`, `unknown_app_key`.
 */
export async function byBackend(services: Services, c: Context<AppEnv>): Promise<Backend | undefined> {
  const given = c.req.header('app-secret');
  const appKey = c.req.header('app-key');
  if (given === undefined || !appKey) return undefined;
  const workspaceId = await workspaceIdOf(services.db, appKey);
  await services.db.inWorkspace(workspaceId, (tx) => requireSecret(tx, services.vault, workspaceId, given));
  return { workspaceId, appKey };
}
