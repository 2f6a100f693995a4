import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Hono } from 'hono';
import { createAttempt } from '../connect/create-attempt.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { hashOf } from '../sessions/hash.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testApp } from '../testing/test-app.ts';
import { testServices } from '../testing/test-services.ts';
import { addAccount, makeWorkspace, sessionToken, userRowId, type TestWorkspace } from '../testing/test-workspace.ts';

type Access = 'public' | 'user' | 'session' | 'backend' | 'backend for a user';

/** Who may call what. A route that is missing here fails the test below. */
const access: Record<string, Access> = {
  'POST /sessions': 'public',
  'GET /verify-sdk-config': 'user',
  'POST /apps/list': 'user',
  'POST /apps/cards': 'user',
  'GET /apps/:name/get': 'user',
  'POST /apps/:name/get': 'user',
  'POST /functions/list': 'user',
  'GET /functions/:name/get': 'user',
  'POST /functions/:name/get': 'user',
  'POST /functions/:name/call': 'user',
  'POST /functions/:name/check': 'user',
  'POST /functions/:name/options/:parameter': 'user',
  'POST /functions/:name/fields/:parameter': 'user',
  'DELETE /connected-accounts/:id': 'user',
  'PATCH /connected-accounts/:id': 'user',
  'POST /connect-attempts': 'session',
  'GET /connect-attempts/:id': 'session',
  'POST /connect-attempts/:id/nonce': 'session',
  'POST /connect-attempts/:id/cancel': 'session',
  'POST /connect-attempts/:id/credentials': 'session',
  'POST /connect-attempts/:id/pair': 'session',
  // What these let through is decided by a nonce and a cookie: see oauth-callback.test.ts.
  'GET /connect/:appKey/:attemptId': 'public',
  'POST /connect/:appKey/:attemptId/claim': 'public',
  'POST /connect/:appKey/:attemptId/pairing': 'public',
  'POST /connect/:appKey/:attemptId/continue': 'public',
  'POST /connect-links': 'backend for a user',
  'GET /connect-links': 'backend for a user',
  'GET /connect-links/:id': 'backend for a user',
  'DELETE /connect-links/:id': 'backend for a user',
  // By the link's secret and a cookie: see connect-links.test.ts.
  'GET /link/:appKey/:linkId': 'public',
  'POST /link/:appKey/:linkId/open': 'public',
  'POST /link/:appKey/:linkId/continue': 'public',
  'POST /link/:appKey/:linkId/credentials': 'public',
  'GET /oauth/callback/:appKey/:app': 'public',
  'GET /events': 'session',
  'GET /user/export': 'backend',
  'DELETE /user': 'backend',
  'GET /webhook-endpoints': 'backend',
  'POST /webhook-endpoints': 'backend',
  'PATCH /webhook-endpoints/:id': 'backend',
  'DELETE /webhook-endpoints/:id': 'backend',
  'POST /webhook-endpoints/:id/rotate-secret': 'backend',
  'POST /webhook-endpoints/:id/test': 'backend',
  'GET /webhook-endpoints/:id/deliveries': 'backend',
  'POST /webhook-endpoints/:id/deliveries/:delivery/redeliver': 'backend',
  'GET /embed/:protocol/:appKey': 'public',
  'GET /v1/:file{integry\\.m?js}': 'public',
  'GET /assets/*': 'public',
  'GET /icons/:app': 'public',
  'GET /health': 'public',
  'GET /openapi.json': 'public',
};

const choice = { dependsOn: [], searchable: false };
const guarded = Object.entries(access).filter(([, who]) => who === 'user' || who === 'session');
const forBackends = Object.entries(access).filter(([, who]) => who.startsWith('backend'));

/** The route's path, naming the user's own account, or own attempt. */
function pathOf(route: string, accountId: number, attemptId: string): string {
  const [, path = ''] = route.split(' ');
  const name = path.startsWith('/functions') ? 'acme-do' : 'acme';
  const id = path.startsWith('/connected-accounts') ? String(accountId) : attemptId;
  return path.replace(':name', name).replace(':parameter', 'choice').replace(':id', id).replace(':delivery', '1');
}

describeOnEachDatabase('who may call a route', (openTestDatabase) => {
  let services: Services;
  let app: Hono<AppEnv>;
  let workspace: TestWorkspace;
  let other: TestWorkspace;
  let accountId: number;
  const attemptId = randomUUID();

  beforeAll(async () => {
    services = await testServices(await openTestDatabase(), [
      fakeConnector({ name: 'acme', functions: [{ name: 'acme-do', options: { choice }, fields: { choice } }] }),
    ]);
    app = testApp(services);
    workspace = await makeWorkspace(services, { allowIntegryCredentials: true });
    other = await makeWorkspace(services, { allowIntegryCredentials: true });
    await sessionToken(services, workspace, 'ann');
    const userId = await userRowId(services, workspace, 'ann');
    accountId = await addAccount(
      services,
      { workspaceId: workspace.id, userId },
      { app: 'acme', displayName: 'Ann’s' },
    );
    const attempt = { workspaceId: workspace.id, userId, id: attemptId, app: 'acme', origin: workspace.origin };
    await createAttempt(services, attempt);
  });

  const ask = async (route: string, headers: Record<string, string> = {}) =>
    app.request(pathOf(route, accountId, attemptId), { method: route.split(' ')[0], headers });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  test('every route is in the table', () => {
    const routes = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(routes)].sort()).toEqual(Object.keys(access).sort());
  });

  describe.each(guarded)('%s', (route, who) => {
    test('is refused without credentials', async () => {
      const answer = await ask(route);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'unauthorized' });
    });

    test('is refused with a token that was never given out', async () => {
      const answer = await ask(route, bearer(`${workspace.appKey}.${'A'.repeat(43)}`));
      expect(await answer.json()).toMatchObject({ code: 'session_expired' });
    });

    test('does not take another scheme for a session that has ended', async () => {
      const answer = await ask(route, { authorization: 'Basic eDp5' });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'unauthorized' });
    });

    test('is refused once the session has ended', async () => {
      const token = await sessionToken(services, workspace, 'late');
      await services.db.asOwner((tx) =>
        tx
          .updateTable('sessions')
          .set({ expires_at: new Date(Date.now() - 1_000) })
          .where('user_id', '=', userIdOf('late', tx))
          .execute(),
      );
      const answer = await ask(route, bearer(token));
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'session_expired' });
    });

    test('is refused with another workspace’s token under this App-Key', async () => {
      const token = await sessionToken(services, other, 'ann');
      const answer = await ask(route, bearer(token.replace(other.appKey, workspace.appKey)));
      expect(await answer.json()).toMatchObject({ code: 'session_expired' });
    });

    test('is refused to a page that is neither the widget nor the session’s own', async () => {
      const token = await sessionToken(services, workspace, 'ann');
      const answer = await ask(route, { ...bearer(token), origin: 'https://evil.example' });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'origin_not_allowed' });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    });

    test('shows nothing of the account to another user, nor to another workspace’s', async () => {
      for (const [where, who] of [
        [workspace, 'bob'],
        [other, 'ann'],
      ] as const) {
        const answer = await ask(route, bearer(await sessionToken(services, where, who)));
        if (answer.headers.get('content-type') === 'text/event-stream') await answer.body?.cancel();
        else expect(await answer.text()).not.toContain('Ann’s');
      }
    });

    if (who === 'session') {
      test('is refused with Integry’s credentials', async () => {
        const headers = { 'app-key': workspace.appKey, 'user-id': 'ann', 'app-secret': workspace.appSecret };
        expect(await (await ask(route, headers)).json()).toMatchObject({ code: 'unauthorized' });
      });
    }
  });

  describe.each(forBackends)('%s', (route, who) => {
    const named: Record<string, string> = who === 'backend' ? {} : { 'user-id': 'ann' };
    const withSecret = ({ appKey }: TestWorkspace, { appSecret }: TestWorkspace) => ({
      ...named,
      'app-key': appKey,
      'app-secret': appSecret,
    });

    test('is refused to whoever has no App-Secret of this App-Key', async () => {
      const hash = { 'app-key': workspace.appKey, 'user-id': 'ann', hash: hashOf(workspace.appSecret, 'ann') };
      for (const headers of [
        {},
        { ...named, 'app-secret': workspace.appSecret },
        withSecret(workspace, other),
        bearer(await sessionToken(services, workspace, 'ann')),
        hash,
      ]) {
        const answer = await ask(route, headers);
        expect(answer.status).toBe(401);
        expect(await answer.json()).toMatchObject({ code: 'unauthorized' });
      }
    });

    test('gives no page the right to read the answer', async () => {
      const answer = await ask(route, { ...withSecret(workspace, workspace), origin: workspace.origin });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    });

    test('shows nothing of the user to another workspace', async () => {
      expect(await (await ask(route, withSecret(other, other))).text()).not.toContain('Ann’s');
    });
  });

  test('a foreign attempt is not there to be looked at, nor to be cancelled', async () => {
    for (const route of ['GET /connect-attempts/:id', 'POST /connect-attempts/:id/cancel']) {
      for (const [where, who] of [
        [workspace, 'bob'],
        [other, 'ann'],
      ] as const) {
        const answer = await ask(route, bearer(await sessionToken(services, where, who)));
        expect(answer.status).toBe(404);
        expect(await answer.json()).toMatchObject({ code: 'unknown_attempt' });
      }
    }
  });

  test('a foreign account is not there to be disconnected', async () => {
    for (const [where, who] of [
      [workspace, 'bob'],
      [other, 'ann'],
    ] as const) {
      const answer = await ask('DELETE /connected-accounts/:id', bearer(await sessionToken(services, where, who)));
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'unknown_account' });
    }
  });

  function userIdOf(externalId: string, tx: Parameters<Parameters<Services['db']['asOwner']>[0]>[0]) {
    return tx
      .selectFrom('users')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('external_id', '=', externalId);
  }
});
