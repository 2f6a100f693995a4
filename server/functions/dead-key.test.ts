import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Connector } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { failureOf } from '../testing/loopback.ts';
import { testServices } from '../testing/test-services.ts';
import { addAccount, makeWorkspace, sessionToken, userRowId, type TestWorkspace } from '../testing/test-workspace.ts';
import { callFunction } from './call-function.ts';
import { listOptions } from './list-options.ts';

describeOnEachDatabase('an account that goes by a key', (openTestDatabase) => {
  let services: Services;
  let workspace: TestWorkspace;
  let user: UserRef;
  let accountId: number;
  let users = 0;
  /** What the third party does */
  let verify: Connector['verify'];
  let asked: { calls: number; verifications: number };

  const refuse = () => Promise.reject(new ConnectorError('credentials_rejected', 'Connect it again.'));

  beforeAll(async () => {
    const choice = { dependsOn: [], searchable: false };
    const invoke: Connector['invoke'] = async () => {
      asked.calls += 1;
      return { status: 401, output: 'refused' };
    };
    const connector: Connector = {
      ...fakeConnector({ name: 'app', functions: [{ name: 'app-do', options: { choice } }], invoke, options: refuse }),
      verify: (context) => {
        asked.verifications += 1;
        return verify(context);
      },
    };
    services = await testServices(await openTestDatabase(), [connector]);
    workspace = await makeWorkspace(services);
  });
  beforeEach(async () => {
    const name = `user-${users++}`;
    await sessionToken(services, workspace, name);
    user = { workspaceId: workspace.id, userId: await userRowId(services, workspace, name) };
    accountId = await addAccount(services, user, { app: 'app' });
    verify = refuse;
    asked = { calls: 0, verifications: 0 };
  });

  const call = (at = services) => callFunction(at, user, { name: 'app-do', params: {}, requestId: 'test' });
  const refused = { network_code: '401', output: 'refused' };
  const statusAndEvents = () =>
    services.db.inWorkspace(workspace.id, async (tx) => {
      const account = tx.selectFrom('connected_accounts').select('status').where('id', '=', accountId);
      const events = tx.selectFrom('events').select('type').where('user_id', '=', user.userId);
      return {
        status: (await account.executeTakeFirstOrThrow()).status,
        events: (await events.execute()).map(({ type }) => type),
      };
    });
  const alive = { status: 'active', events: [] };
  const dead = { status: 'needs_reconnect', events: ['account-updated'] };

  test('needs its user where the app refuses the key itself; its stream is told once, the app is left alone', async () => {
    const there: Services = { ...services, db: { ...services.db } };
    const calls = Array.from({ length: 10 }, (_, index) => failureOf(call(index % 2 ? services : there)));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['needs_reconnect']));
    expect(await statusAndEvents()).toEqual(dead);
    expect(asked.verifications).toBeLessThanOrEqual(2);
    const before = { ...asked };
    expect(await failureOf(call())).toBe('needs_reconnect');
    expect(asked).toEqual(before);
  });

  test('needs its user as well where the choices of a parameter have shown it', async () => {
    const list = listOptions(services, user, { functionName: 'app-do', parameter: 'choice', values: {} });
    expect(await failureOf(list)).toBe('needs_reconnect');
    expect(await statusAndEvents()).toEqual(dead);
  });

  test('lives on where only the function is refused to it, and the app is not asked each time', async () => {
    verify = async () => ({ externalId: 'me', displayName: 'Me' });
    for (let count = 0; count < 3; count++) expect(await call()).toEqual(refused);
    const list = listOptions(services, user, { functionName: 'app-do', parameter: 'choice', values: {} });
    expect(await failureOf(list)).toBe('credentials_rejected');
    expect(asked).toEqual({ calls: 3, verifications: 1 });
    expect(await statusAndEvents()).toEqual(alive);
  });

  test.each(['provider_unreachable', 'provider_timeout'] as const)('lives on where the answer is %s', async (code) => {
    verify = () => Promise.reject(new ConnectorError(code, 'Try again later.'));
    expect(await call()).toEqual(refused);
    expect(await statusAndEvents()).toEqual(alive);
  });

  test('lives on where the user has reconnected it while the old key was tried', async () => {
    verify = async () => {
      await services.db.inWorkspace(workspace.id, (tx) =>
        tx
          .updateTable('connected_accounts')
          .set((eb) => ({ refresh_fence: eb('refresh_fence', '+', 1) }))
          .where('id', '=', accountId)
          .execute(),
      );
      return refuse();
    };
    expect(await call()).toEqual(refused);
    expect(await statusAndEvents()).toEqual(alive);
  });
});
