import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Connector } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { accountContext, type StoredCredentials } from '../oauth/stored-credentials.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { enterOAuthClient } from '../testing/connect-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { oauthConnector } from '../testing/oauth-connector.ts';
import { startRogueProvider, type RogueProvider } from '../testing/rogue-provider.ts';
import { testServices } from '../testing/test-services.ts';
import { makeWorkspace, sessionToken, userRowId, type TestWorkspace } from '../testing/test-workspace.ts';
import { callFunction } from './call-function.ts';
import { listOptions } from './list-options.ts';

describeOnEachDatabase('a call whose token the third party refuses', (openTestDatabase) => {
  let services: Services;
  let workspace: TestWorkspace;
  let provider: RogueProvider;
  let user: UserRef;
  let users = 0;
  /** The tokens that the calls came with */
  let seen: string[];
  let accepted: string;
  let halfDone: { hasWritten?: boolean };

  beforeAll(async () => {
    provider = await startRogueProvider();
    const invoke: Connector['invoke'] = async (_request, { credentials }) => {
      const token = credentials.type === 'oauth2' ? credentials.accessToken : '';
      seen.push(token);
      return token === accepted ? { status: 200, output: 'done' } : { status: 401, output: 'refused', ...halfDone };
    };
    const options: Connector['options'] = async (_request, { credentials }) => {
      const token = credentials.type === 'oauth2' ? credentials.accessToken : '';
      seen.push(token);
      if (token !== accepted) throw new ConnectorError('credentials_rejected', 'Connect it again.');
      return { options: [{ value: 1, title: 'One' }] };
    };
    const choice = { dependsOn: [], searchable: false };
    const connector: Connector = {
      ...fakeConnector({ name: 'app', functions: [{ name: 'app-do', options: { choice } }], invoke, options }),
      auth: oauthConnector({ name: 'app', origin: provider.origin }).auth,
    };
    services = await testServices(await openTestDatabase(), [connector]);
    workspace = await makeWorkspace(services);
    await enterOAuthClient(services, workspace, 'app', { id: 'client', secret: 'client-secret' });
  });

  afterAll(() => provider.close());

  beforeEach(async () => {
    provider.reset();
    seen = [];
    halfDone = {};
    const name = `user-${users++}`;
    await sessionToken(services, workspace, name);
    user = { workspaceId: workspace.id, userId: await userRowId(services, workspace, name) };
  });

  const connect = async (refreshToken?: string) => {
    const owner = { workspace_id: workspace.id, user_id: user.userId, app: 'app', external_id: 'me' };
    const tokens = { accessToken: 'access-0', tokenType: 'bearer', refreshToken, extra: {} };
    const stored: StoredCredentials = { type: 'oauth2', scheme: 'oauth2', ...tokens };
    const credentials_sealed = await services.vault.seal(JSON.stringify(stored), accountContext(owner));
    await services.db.inWorkspace(workspace.id, (tx) =>
      tx
        .insertInto('connected_accounts')
        .values({ ...owner, auth_scheme: 'oauth2', display_name: 'Me', credentials_sealed })
        .execute(),
    );
  };
  const call = () => callFunction(services, user, { name: 'app-do', params: {}, requestId: 'test' });
  const rows = () =>
    services.db.inWorkspace(workspace.id, async (tx) => ({
      calls: await tx.selectFrom('function_calls').selectAll().where('user_id', '=', user.userId).execute(),
      account: await tx
        .selectFrom('connected_accounts')
        .select('status')
        .where('user_id', '=', user.userId)
        .executeTakeFirstOrThrow(),
    }));

  test('is made once more with a fresh one, as one call in the log', async () => {
    await connect('refresh-0');
    provider.answerToken = () => ({ body: { access_token: 'access-1', token_type: 'Bearer', expires_in: 3600 } });
    accepted = 'access-1';
    expect(await call()).toEqual({ network_code: '200', output: 'done' });
    expect(seen).toEqual(['access-0', 'access-1']);
    expect((await rows()).calls).toMatchObject([{ status: 'answered', network_code: 200 }]);
    seen = [];
    await call();
    expect(seen).toEqual(['access-1']);
  });

  test('answers a second refusal as it is', async () => {
    await connect('refresh-0');
    provider.answerToken = () => ({ body: { access_token: 'access-1', token_type: 'Bearer', expires_in: 3600 } });
    accepted = 'none';
    expect(await call()).toEqual({ network_code: '401', output: 'refused' });
    expect(seen).toEqual(['access-0', 'access-1']);
  });

  test('is not made once more where a part of it was carried out', async () => {
    await connect('refresh-0');
    [accepted, halfDone] = ['none', { hasWritten: true }];
    expect(await call()).toEqual({ network_code: '401', output: 'refused' });
    expect(seen).toEqual(['access-0']);
  });

  test('renews it for the choices of a parameter as well, once', async () => {
    await connect('refresh-0');
    provider.answerToken = () => ({ body: { access_token: 'access-1', token_type: 'Bearer', expires_in: 3600 } });
    const list = () => listOptions(services, user, { functionName: 'app-do', parameter: 'choice', values: {} });
    accepted = 'access-1';
    expect(await list()).toEqual({ output: [{ id: 1, value: 'One' }], _cursor: null });
    expect(seen).toEqual(['access-0', 'access-1']);
    seen = [];
    accepted = 'none';
    provider.answerToken = () => ({ body: { access_token: 'access-2', token_type: 'Bearer', expires_in: 3600 } });
    await expect(list()).rejects.toMatchObject({ code: 'credentials_rejected' });
    expect(seen).toEqual(['access-1', 'access-2']);
  });

  test('needs the user where the grant has ended, or where there is nothing to renew it with', async () => {
    accepted = 'none';
    provider.answerToken = () => ({ status: 400, body: { error: 'invalid_grant' } });
    for (const refreshToken of ['refresh-0', undefined]) {
      await services.db.inWorkspace(workspace.id, (tx) =>
        tx.deleteFrom('connected_accounts').where('user_id', '=', user.userId).execute(),
      );
      await connect(refreshToken);
      await expect(call()).rejects.toMatchObject({ code: 'needs_reconnect' });
      expect((await rows()).account.status).toBe('needs_reconnect');
    }
    expect((await rows()).calls).toMatchObject(Array(2).fill({ status: 'failed', error_code: 'needs_reconnect' }));
    // An open page of the account is to say so.
    const events = await services.db.inWorkspace(workspace.id, (tx) =>
      tx.selectFrom('events').select(['type', 'payload']).where('user_id', '=', user.userId).execute(),
    );
    const ended = { type: 'account-updated', payload: { connected_accounts: [{ status: 'needs_reconnect' }] } };
    expect(events).toMatchObject([ended, ended]);
  });
});
