import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import { startSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import type { Selectable } from 'kysely';
import type { Connector } from '#connectors/kit/connector.ts';
import type { Database } from '../db/database.ts';
import type { ConnectedAccountsTable } from '../db/schema.ts';
import { oauthClientContext } from '../oauth/oauth-client.ts';
import type { Services } from '../services.ts';
import { oauthConnector } from './oauth-connector.ts';
import { startRogueProvider, type RogueProvider } from './rogue-provider.ts';
import { testServices } from './test-services.ts';
import { TestUser } from './test-user.ts';
import { makeWorkspace, type TestWorkspace } from './test-workspace.ts';

export const publicUrl = 'http://widget.localhost:4600';
const client = { id: 'client', secret: 'client-secret' };
const furtherTokens = ['/authed_user/access_token'];

/** Two workspaces, and apps at two third parties: the sandbox, a strict OAuth server, and one that answers as a test wishes. */
export interface ConnectWorld {
  services: Services;
  vaultKey: Uint8Array;
  connectors: readonly Connector[];
  acme: TestWorkspace;
  other: TestWorkspace;
  sandbox: Sandbox;
  rogue: RogueProvider;
  /** A new user of `acme`; `own` replaces what the server is made of */
  signIn(own?: Partial<Services>): Promise<TestUser>;
  accountsOf(user: TestUser): Promise<Selectable<ConnectedAccountsTable>[]>;
}

/**
 * Call it in `beforeAll`. The apps: `strict` at the sandbox; at the other third party `rogue`, `single` (one account
 * only), `issuing` (it has an issuer) and `unconfigured` (without an OAuth client); further ones as given.
 */
export async function startConnectWorld(db: Database, further: readonly Connector[] = []): Promise<ConnectWorld> {
  const vaultKey = randomBytes(32);
  const early = await testServices(db, [], { vaultKey });
  const acme = await makeWorkspace(early, { name: 'Acme' });
  const other = await makeWorkspace(early, { name: 'Other' });
  const redirectUris = [acme, other].map(({ appKey }) => `${publicUrl}/oauth/callback/${appKey}/strict`);
  const sandbox = await startSandbox({ clients: [{ ...client, redirectUris }] });
  const rogue = await startRogueProvider();
  afterAll(() => Promise.all([sandbox.close(), rogue.close()]));
  const connectors = [
    oauthConnector({ name: 'strict', origin: sandbox.origin, scheme: { issuer: sandbox.origin } }),
    oauthConnector({ name: 'rogue', origin: rogue.origin, scheme: { tokenReply: { furtherTokens } } }),
    oauthConnector({ name: 'single', origin: rogue.origin, allowMultipleAccounts: false }),
    oauthConnector({ name: 'issuing', origin: rogue.origin, scheme: { issuer: rogue.origin } }),
    oauthConnector({ name: 'unconfigured', origin: rogue.origin }),
    ...further,
  ];
  const services = await testServices(db, connectors, { publicUrl, vaultKey });
  for (const workspace of [acme, other]) {
    for (const app of ['strict', 'rogue', 'single', 'issuing'])
      await enterOAuthClient(services, workspace, app, client);
  }
  return {
    ...{ services, vaultKey, connectors, acme, other, sandbox, rogue },
    signIn: (own) => TestUser.signIn({ ...services, ...own }, acme, `user-${randomUUID()}`),
    accountsOf: (user) =>
      services.db.inWorkspace(acme.id, (tx) =>
        tx.selectFrom('connected_accounts').selectAll().where('user_id', '=', user.id).orderBy('id').execute(),
      ),
  };
}

/** An attempt whose browser is at the third party. */
export async function underWay(
  user: TestUser,
  workspace: TestWorkspace,
  app: string,
  accountId?: number,
): Promise<{ id: string; url: URL }> {
  const id = await user.startAttempt(app, accountId);
  return { id, url: await claim(user, workspace, id) };
}

/** The popup's first step, where the opener can be read; answers where the browser goes on to. */
export async function claim(user: TestUser, workspace: TestWorkspace, attemptId: string): Promise<URL> {
  const nonce = await user.nonce(attemptId);
  const { body, text } = await user.browser.post(`/connect/${workspace.appKey}/${attemptId}/claim`, { nonce });
  if (typeof body.authorization_url !== 'string') throw new Error(text);
  return new URL(body.authorization_url);
}

/** Where a third party sends the browser back to, with these parameters besides the state. */
export function answerTo(authorizationUrl: URL, parameters: Record<string, string>): URL {
  const url = new URL(authorizationUrl.searchParams.get('redirect_uri') ?? '');
  url.searchParams.set('state', authorizationUrl.searchParams.get('state') ?? '');
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}

/** Enters an OAuth client for the workspace, as an operator would. */
export async function enterOAuthClient(
  services: Services,
  workspace: TestWorkspace,
  app: string,
  client: { id: string; secret: string | null },
): Promise<void> {
  const context = oauthClientContext(workspace.id, app);
  const secret = client.secret === null ? null : await services.vault.seal(client.secret, context);
  await services.db.inWorkspace(workspace.id, (tx) =>
    tx
      .insertInto('oauth_clients')
      .values({ workspace_id: workspace.id, app, client_id: client.id, client_secret_sealed: secret })
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'app']).doUpdateSet({ client_id: client.id, client_secret_sealed: secret }),
      )
      .execute(),
  );
}

/** The user's event stream so far. */
export async function eventsOf(services: Services, workspace: TestWorkspace, user: TestUser) {
  const rows = await services.db.inWorkspace(workspace.id, (tx) =>
    tx.selectFrom('events').select(['type', 'payload']).where('user_id', '=', user.id).orderBy('id').execute(),
  );
  return rows.map(({ type, payload }) => ({ type, ...payload }));
}
