import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Hono } from 'hono';
import { createAttempt } from '../connect/create-attempt.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { describeOnEmbeddedDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testApp } from '../testing/test-app.ts';
import { testServices } from '../testing/test-services.ts';
import { addAccount, makeWorkspace, sessionToken, userRowId, type TestWorkspace } from '../testing/test-workspace.ts';
import {
  bearer,
  makeWrongIdentities,
  secretOf,
  STRANGE,
  WITHOUT_USER,
  wrongIdentities,
  type Refusal,
  type RequestHeaders,
} from '../testing/wrong-identities.ts';

/**
 * `public`: anybody. `popup`: nobody has a session there; a nonce and a cookie decide (see popup.test.ts and
 * oauth-callback.test.ts). `user`: the user, by whichever credentials. `session`: the user, by a session only. With
 * `+owner`, the request names something of the user's, which is not there for anybody else. `backend`: the customer's
 * backend, by an App-Secret, for the workspace as a whole or for a user that it names.
 */
type Access =
  ('public' | 'popup') | ('user' | 'user+owner' | 'session' | 'session+owner') | ('backend' | 'backend for a user');

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
  'POST /functions/:name/call': 'user+owner',
  'POST /functions/:name/check': 'user',
  'POST /functions/:name/options/:parameter': 'user+owner',
  'POST /functions/:name/fields/:parameter': 'user+owner',
  'GET /function-calls': 'backend',
  'DELETE /connected-accounts/:id': 'user+owner',
  'PATCH /connected-accounts/:id': 'user+owner',
  'POST /connect-attempts': 'session+owner',
  'GET /connect-attempts/:id': 'session+owner',
  'POST /connect-attempts/:id/nonce': 'session+owner',
  'POST /connect-attempts/:id/cancel': 'session+owner',
  'POST /connect-attempts/:id/credentials': 'session+owner',
  'POST /connect-attempts/:id/pair': 'session+owner',
  'GET /connect/:appKey/:attemptId': 'popup',
  'POST /connect/:appKey/:attemptId/claim': 'popup',
  'POST /connect/:appKey/:attemptId/pairing': 'popup',
  'POST /connect/:appKey/:attemptId/continue': 'popup',
  'GET /oauth/callback/:appKey/:app': 'popup',
  'POST /connect-links': 'backend for a user',
  'GET /connect-links': 'backend for a user',
  'GET /connect-links/:id': 'backend for a user',
  'DELETE /connect-links/:id': 'backend for a user',
  // By the link's secret and a cookie: see connect-links.test.ts.
  'GET /link/:appKey/:linkId': 'public',
  'POST /link/:appKey/:linkId/open': 'public',
  'POST /link/:appKey/:linkId/continue': 'public',
  'POST /link/:appKey/:linkId/credentials': 'public',
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
  'GET /ready': 'public',
  'GET /openapi.json': 'public',
};

/** What a request of the user's own has to bring to be understood, where the path does not say it all. */
const requests: Record<string, (things: Things) => { query?: string; body?: object }> = {
  'POST /functions/:name/call': ({ accountId }) => ({ query: `connected_account_id=${accountId}`, body: {} }),
  'POST /functions/:name/options/:parameter': ({ accountId }) => ({ query: `connected_account_id=${accountId}` }),
  'POST /functions/:name/fields/:parameter': ({ accountId }) => ({ query: `connected_account_id=${accountId}` }),
  'PATCH /connected-accounts/:id': () => ({ body: { display_name: 'Taken over' } }),
  'POST /connect-attempts': ({ accountId }) => ({
    body: { id: randomUUID(), app: 'acme', connected_account_id: accountId },
  }),
  'POST /connect-attempts/:id/credentials': () => ({ body: { scheme: 'api_token', values: { token: 'mine' } } }),
  'POST /connect-attempts/:id/pair': () => ({ body: { code: 'BCDF-GHJK' } }),
  'POST /connect/:appKey/:attemptId/claim': () => ({ body: { nonce: 'n'.repeat(43) } }),
};

/** Of one user */
interface Things {
  accountId: number;
  attemptId: string;
  appKey: string;
}

const ANNS = 'Ann’s account';
const choice = { dependsOn: [], searchable: false };
const rows = Object.entries(access);
const forUsers = rows.filter(([, who]) => /^(user|session)/.test(who));
const forBackends = rows.filter(([, who]) => who.startsWith('backend'));
/** Every route that refuses somebody, with each identity that it refuses, and how. */
const refusals = [...forUsers, ...forBackends].flatMap(([route, who]) =>
  Object.entries(wrongIdentities)
    .filter(([name]) => who !== 'backend' || name !== WITHOUT_USER)
    .map(([name, { user, session }]): [string, string, Refusal] => {
      if (who.startsWith('backend')) return [route, name, [401, 'unauthorized']];
      return [route, name, who.startsWith('session') ? session : user];
    }),
);

/** The route's path, naming what belongs to the user. */
function pathOf(route: string, things: Things): string {
  const [, path = ''] = route.split(' ');
  const name = path.startsWith('/functions') ? 'acme-do' : 'acme';
  const id = path.startsWith('/connect-attempts') ? things.attemptId : String(things.accountId);
  const filled = path
    .replace(':name', name)
    .replace(':parameter', 'choice')
    .replace(':id', id)
    .replace(':delivery', '1')
    .replace(':appKey', things.appKey)
    .replace(':attemptId', things.attemptId)
    .replace(':app', 'acme')
    .replace(':protocol', '1')
    .replace(':file{integry\\.m?js}', 'integry.js');
  return `${filled}?${requests[route]?.(things).query ?? ''}`;
}

describeOnEmbeddedDatabase('who may call a route', (openTestDatabase) => {
  let services: Services;
  let app: Hono<AppEnv>;
  let workspace: TestWorkspace;
  let other: TestWorkspace;
  let anns: Things;
  let identities: Record<string, RequestHeaders>;
  /** Sessions that are in order */
  let tokens: Record<'ann' | 'bob' | 'annElsewhere', string>;

  beforeAll(async () => {
    services = await testServices(await openTestDatabase(), [
      fakeConnector({ name: 'acme', functions: [{ name: 'acme-do', options: { choice }, fields: { choice } }] }),
    ]);
    app = testApp(services);
    workspace = await makeWorkspace(services, { allowIntegryCredentials: true });
    other = await makeWorkspace(services, { allowIntegryCredentials: true });
    anns = await makeThings('ann', ANNS);
    identities = await makeWrongIdentities(services, workspace, other);
    tokens = {
      ann: await sessionToken(services, workspace, 'ann'),
      bob: await sessionToken(services, workspace, 'bob'),
      annElsewhere: await sessionToken(services, other, 'ann'),
    };
  });

  /** An account of the user's, and an attempt that is under way. */
  async function makeThings(user: string, displayName: string): Promise<Things> {
    await sessionToken(services, workspace, user);
    const owner = { workspaceId: workspace.id, userId: await userRowId(services, workspace, user) };
    const accountId = await addAccount(services, owner, { app: 'acme', displayName });
    const attempt = { ...owner, id: randomUUID(), app: 'acme', origin: workspace.origin };
    await createAttempt(services, attempt);
    return { accountId, attemptId: attempt.id, appKey: workspace.appKey };
  }

  async function ask(route: string, headers: RequestHeaders, things = anns) {
    const { body } = requests[route]?.(things) ?? {};
    const [method = ''] = route.split(' ');
    const answer = await app.request(pathOf(route, things), {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: body && JSON.stringify(body),
    });
    if (answer.headers.get('content-type') !== 'text/event-stream') {
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    }
    const reader = answer.body!.getReader();
    const { value = new Uint8Array() } = await reader.read();
    await reader.cancel();
    return { status: answer.status, headers: answer.headers, text: new TextDecoder().decode(value) };
  }

  test('every route is in the table, and every identity is tried', () => {
    const routes = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(routes)].sort()).toEqual(Object.keys(access).sort());
    expect(Object.keys(identities).sort()).toEqual(Object.keys(wrongIdentities).sort());
  });

  test.each(refusals)('%s is refused to %s', async (route, name, [status, code]) => {
    const answer = await ask(route, identities[name]!);
    expect({ status: answer.status, code: JSON.parse(answer.text).code }).toEqual({ status, code });
    expect(answer.text).not.toContain(ANNS);
    if (identities[name]?.origin) expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  describe.each(forUsers)('%s', (route, who) => {
    test.each([
      ['another user', 'bob'],
      ['the same User-ID of another workspace', 'annElsewhere'],
    ] as const)('shows nothing of the user’s to %s', async (_who, whose) => {
      const answer = await ask(route, bearer(tokens[whose]));
      expect(answer.text).not.toContain(ANNS);
      const expected = who.endsWith('+owner') ? [404] : [200];
      expect(expected, answer.text).toContain(answer.status);
      if (answer.status === 404) expect(JSON.parse(answer.text).code).toMatch(/^unknown_(account|attempt)$/);
    });

    test('is open to the user itself, so the refusals have their reason in the identity', async () => {
      // What some of these requests do to their account or attempt, the others are not to meet.
      const things = who.endsWith('+owner') ? await makeThings('ann', 'Spare account') : anns;
      const answer = await ask(route, bearer(tokens.ann), things);
      expect([401, 403, 404], answer.text).not.toContain(answer.status);
    });
  });

  test.each(forBackends)(
    '%s (%s) is open to the backend, of its own workspace and from no page',
    async (route, who) => {
      const userId = who === 'backend' ? undefined : 'ann';
      const own = await ask(route, { ...secretOf(workspace, userId), origin: workspace.origin });
      expect([401, 403], own.text).not.toContain(own.status);
      expect(own.headers.get('access-control-allow-origin')).toBeNull();
      expect((await ask(route, secretOf(other, userId))).text).not.toContain(ANNS);
    },
  );

  describe.each(rows.filter(([, who]) => who === 'popup'))('%s', (route) => {
    test('knows no attempt under the App-Key of another workspace, nor one that nobody has', async () => {
      for (const appKey of [other.appKey, `ak_${'x'.repeat(22)}`]) {
        const own = { origin: services.config.publicUrl, 'sec-fetch-site': 'same-origin' };
        const answer = await ask(route, own, { ...anns, appKey });
        const isCallback = route.includes('/oauth/');
        // Without a state there is nothing to look for.
        expect(answer.status, answer.text).toBe(isCallback && appKey === other.appKey ? 400 : 404);
        expect(answer.text).not.toContain(ANNS);
      }
    });

    if (!route.startsWith('POST')) return;
    test('is refused to every page but our own', async () => {
      const wrong: RequestHeaders[] = [
        {},
        { origin: STRANGE, 'sec-fetch-site': 'cross-site' },
        { origin: services.config.publicUrl, 'sec-fetch-site': 'cross-site' },
        { origin: workspace.origin, 'sec-fetch-site': 'same-origin' },
      ];
      for (const headers of wrong) {
        const answer = await ask(route, headers);
        expect([answer.status, JSON.parse(answer.text).code]).toEqual([403, 'origin_not_allowed']);
      }
    });
  });

  describe.each(rows.filter(([, who]) => who === 'public'))('%s', (route) => {
    test('shows nothing of the user’s, whoever asks', async () => {
      for (const headers of Object.values(identities)) {
        expect((await ask(route, headers)).text).not.toContain(ANNS);
      }
    });
  });

  test('after all of it, what belongs to the user is as it was', async () => {
    const left = await services.db.inWorkspace(workspace.id, async (tx) => ({
      account: await tx
        .selectFrom('connected_accounts')
        .select(['display_name', 'given_name', 'status'])
        .where('id', '=', anns.accountId)
        .executeTakeFirst(),
      attempt: await tx
        .selectFrom('connect_attempts')
        .select(['status', 'pairing_tries', 'nonce_hash', 'browser_proved'])
        .where('id', '=', anns.attemptId)
        .executeTakeFirst(),
    }));
    expect(left).toEqual({
      account: { display_name: ANNS, given_name: null, status: 'active' },
      attempt: { status: 'pending', pairing_tries: 0, nonce_hash: null, browser_proved: false },
    });
  });
});
