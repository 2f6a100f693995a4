import { randomBytes } from 'node:crypto';
import { accountContext, type StoredCredentials } from '../oauth/stored-credentials.ts';
import type { Services } from '../services.ts';
import { addSecret } from '../sessions/app-secrets.ts';
import { hashOf } from '../sessions/hash.ts';
import { openSession } from '../sessions/open-session.ts';

export interface TestWorkspace {
  id: number;
  appKey: string;
  appSecret: string;
  secretId: number;
  /** On the workspace's list */
  origin: string;
}

interface WorkspaceOptions {
  name?: string;
  origin?: string;
  allowIntegryCredentials?: boolean;
  requireToken?: boolean;
}

/** A workspace with one App-Secret and one listed origin. */
export async function makeWorkspace(services: Services, options: WorkspaceOptions = {}): Promise<TestWorkspace> {
  const appKey = `ak_${randomBytes(16).toString('base64url')}`;
  const { origin = 'https://host.example', name = 'Acme' } = options;
  return services.db.asOwner(async (tx) => {
    const { id } = await tx
      .insertInto('workspaces')
      .values({
        app_key: appKey,
        name,
        allow_integry_credentials: options.allowIntegryCredentials ?? false,
        require_token: options.requireToken ?? false,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx.insertInto('workspace_origins').values({ workspace_id: id, origin }).execute();
    const secret = await addSecret(tx, services.vault, id);
    return { id, appKey, appSecret: secret.value, secretId: secret.id, origin };
  });
}

/** A session of one of the workspace's users, as its host page would open it; answers the bearer token. */
export async function sessionToken(services: Services, workspace: TestWorkspace, userId: string): Promise<string> {
  const { appKey, origin, appSecret } = workspace;
  const session = await openSession(services, { appKey, origin, userId, hash: hashOf(appSecret, userId) });
  return session.token;
}

/** The id of the user's row. */
export async function userRowId(services: Services, workspace: TestWorkspace, userId: string): Promise<number> {
  const { id } = await services.db.asOwner((tx) =>
    tx
      .selectFrom('users')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('external_id', '=', userId)
      .executeTakeFirstOrThrow(),
  );
  return id;
}

interface AccountOptions {
  app: string;
  displayName?: string;
  token?: string;
  status?: 'active' | 'needs_reconnect';
}

/** An account that the user connected by an API token; answers its id. */
export async function addAccount(
  services: Pick<Services, 'db' | 'vault'>,
  owner: { workspaceId: number; userId: number },
  { app, displayName = 'Someone', token = 'secret-token', status = 'active' }: AccountOptions,
): Promise<number> {
  const row = {
    workspace_id: owner.workspaceId,
    user_id: owner.userId,
    app,
    external_id: `${displayName} ${randomBytes(4).toString('hex')}`,
  };
  const stored: StoredCredentials = { type: 'api_key', scheme: 'api_token', values: { token } };
  const credentials_sealed = await services.vault.seal(JSON.stringify(stored), accountContext(row));
  const { id } = await services.db.inWorkspace(owner.workspaceId, (tx) =>
    tx
      .insertInto('connected_accounts')
      .values({ ...row, auth_scheme: stored.scheme, display_name: displayName, status, credentials_sealed })
      .returning('id')
      .executeTakeFirstOrThrow(),
  );
  return id;
}
