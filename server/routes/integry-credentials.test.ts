import { beforeAll, expect, test } from 'vitest';
import type { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { hashOf } from '../sessions/hash.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testApp } from '../testing/test-app.ts';
import { testServices } from '../testing/test-services.ts';
import { makeWorkspace, type TestWorkspace } from '../testing/test-workspace.ts';

describeOnEachDatabase('Integry’s own credentials', (openTestDatabase) => {
  let services: Services;
  let app: Hono<AppEnv>;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    services = await testServices(await openTestDatabase(), [fakeConnector({ name: 'acme' })]);
    app = testApp(services);
    workspace = await makeWorkspace(services, { allowIntegryCredentials: true });
  });

  const query = (of = workspace, userId = 'ann') =>
    new URLSearchParams({ app_key: of.appKey, hash: hashOf(of.appSecret, userId), user_id: userId });
  const get = (search: string | URLSearchParams, headers: Record<string, string> = {}) =>
    app.request(`/verify-sdk-config/?${search}`, { headers });

  test('in the query make the client ready', async () => {
    const answer = await get(query(), { origin: workspace.origin, 'accept-language': 'en' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(workspace.origin);
    expect(await answer.json()).toEqual({ config_verified: true, meta: { app: { name: 'Acme' }, storage: {} } });
  });

  test('work in headers, and from a backend without an origin', async () => {
    const headers = { 'App-Key': workspace.appKey, Hash: hashOf(workspace.appSecret, 'ann'), 'User-ID': 'ann' };
    expect((await get('', headers)).status).toBe(200);
  });

  test('work for a User-ID beyond ASCII, in UTF-8, in headers too', async () => {
    const id = 'мария';
    expect((await get(query(workspace, id))).status).toBe(200);
    const headers = {
      'App-Key': workspace.appKey,
      Hash: hashOf(workspace.appSecret, id),
      'User-ID': Buffer.from(id).toString('latin1'),
    };
    expect((await get('', headers)).status).toBe(200);
  });

  test('have to be whole, and in UTF-8', async () => {
    const headers = { 'App-Key': workspace.appKey, Hash: hashOf(workspace.appSecret, 'ann'), 'User-ID': 'ann' };
    for (const name of Object.keys(headers)) {
      const answer = await get('', Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name)));
      expect(await answer.json()).toMatchObject({ code: 'unauthorized', detail: expect.stringContaining('together') });
    }
    const answer = await get('', { ...headers, 'User-ID': '\u00ff' });
    expect(await answer.json()).toMatchObject({ code: 'invalid_argument', detail: expect.stringContaining('UTF-8') });
  });

  test('are refused where the workspace has not switched them on, or demands a token', async () => {
    const off = await makeWorkspace(services);
    expect(await (await get(query(off))).json()).toMatchObject({ code: 'credentials_not_enabled' });
    const strict = await makeWorkspace(services, { allowIntegryCredentials: true, requireToken: true });
    expect(await (await get(query(strict))).json()).toMatchObject({ code: 'token_required' });
  });

  test('are refused to a page that is not listed, which cannot read the answer either', async () => {
    const answer = await get(query(), { origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('with a wrong hash are refused, in words a listed page can read', async () => {
    const wrong = query();
    wrong.set('hash', hashOf('as_other', 'ann'));
    const answer = await get(wrong, { origin: workspace.origin });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe(workspace.origin);
    expect(await answer.json()).toMatchObject({ code: 'invalid_hash', detail: expect.any(String) });
  });

  test.each(['app_key', 'hash', 'user_id'])('are refused without %s', async (missing) => {
    const partial = query();
    partial.delete(missing);
    expect((await get(partial)).status).toBe(401);
  });

  test('an App-Secret header speaks for any user, from a backend', async () => {
    const headers = { 'App-Key': workspace.appKey, 'App-Secret': workspace.appSecret, 'User-ID': 'zoe' };
    expect((await get('', headers)).status).toBe(200);
    expect((await get('', { ...headers, 'App-Secret': 'as_wrong' })).status).toBe(401);
    expect((await get('', { ...headers, 'User-ID': '' })).status).toBe(400);
    expect((await get('', { ...headers, 'App-Key': 'ak_other' })).status).toBe(404);
  });

  test('a preflight lets through what the client sends, and no cookie', async () => {
    const answer = await app.request('/connected-accounts/1', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://any.example',
        'access-control-request-method': 'DELETE',
        'access-control-request-headers': 'content-type,version',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://any.example');
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST, PATCH, DELETE');
    expect(answer.headers.get('access-control-allow-headers')).toContain('version');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test.each(['null', '*', 'https://a b', ''])('a preflight from %j is refused', async (origin) => {
    const headers = { origin, 'access-control-request-method': 'POST' };
    const answer = await app.request('/apps/list', { method: 'OPTIONS', headers });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('an app is read by POST with no body and no content type', async () => {
    const answer = await app.request(`/apps/acme/get/?${query()}`, {
      method: 'POST',
      headers: { origin: workspace.origin },
    });
    expect(await answer.json()).toMatchObject({ name: 'acme', login_url: null, connected_accounts: [] });
  });

  test('an unknown app or function is a 404 with detail', async () => {
    for (const [path, code] of [
      ['/apps/none/get/', 'unknown_app'],
      ['/functions/none/get/', 'unknown_function'],
    ]) {
      const answer = await app.request(`${path}?${query()}`, { method: 'POST' });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code, detail: expect.any(String), request_id: expect.any(String) });
    }
  });
});
