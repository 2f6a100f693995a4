import { createHmac } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { addSecret } from '../sessions/app-secrets.ts';
import { hashOf } from '../sessions/hash.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { testApp } from '../testing/test-app.ts';
import { testServices } from '../testing/test-services.ts';
import { makeWorkspace, type TestWorkspace } from '../testing/test-workspace.ts';

describeOnEachDatabase('POST /sessions', (openTestDatabase) => {
  let services: Services;
  let app: Hono<AppEnv>;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    services = await testServices(await openTestDatabase(), []);
    app = testApp(services);
    workspace = await makeWorkspace(services);
  });

  const post = (fields: Record<string, string>, headers: Record<string, string> = { origin: workspace.origin }) =>
    app.request('/sessions', { method: 'POST', body: new URLSearchParams(fields), headers });
  const byHash = (userId = 'ann') => ({
    app_key: workspace.appKey,
    user_id: userId,
    hash: hashOf(workspace.appSecret, userId),
  });
  const verify = (token: string) =>
    app.request('/verify-sdk-config/', { headers: { authorization: `Bearer ${token}` } });

  test('gives a listed page a bearer token of ten minutes', async () => {
    const answer = await post(byHash());
    expect(answer.status).toBe(200);
    const session = await answer.json();
    expect(session).toEqual({
      token: expect.stringMatching(new RegExp(`^${workspace.appKey}\\.[\\w-]{43}$`)),
      expires_at: expect.any(String),
      origin: workspace.origin,
      user_id: 'ann',
      workspace_name: 'Acme',
    });
    const life = Date.parse(session.expires_at) - Date.now();
    expect(life).toBeGreaterThan(9 * 60_000);
    expect(life).toBeLessThanOrEqual(10 * 60_000 + 5_000);
    expect((await verify(session.token)).status).toBe(200);
  });

  test('keeps only a digest of the token', async () => {
    const { token } = await (await post(byHash())).json();
    const rows = await services.db.asOwner((tx) => tx.selectFrom('sessions').selectAll().execute());
    const text = rows.map((row) => Buffer.from(row.token_hash).toString('latin1') + JSON.stringify(row)).join();
    expect(text).not.toContain(token.split('.')[1]);
  });

  test.each([
    '*',
    'null',
    '',
    'https://evil.example',
    'https://host.example.evil.example',
    'https://evil.example/https://host.example',
    'http://host.example',
    'https://host.example:8443',
    'https://host.example.',
    'https://HOST.example',
    'https://sub.host.example',
  ])('turns the origin %j away', async (origin) => {
    const answer = await post(byHash(), { origin });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'origin_not_allowed' });
  });

  test('turns a request without an origin away', async () => {
    expect(await (await post(byHash(), {})).json()).toMatchObject({ code: 'origin_not_allowed' });
  });

  test('lets every page read why it was turned away, without credentials', async () => {
    const answer = await post(byHash(), { origin: 'https://evil.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://evil.example');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  test.each([
    ['a wrong hash', { hash: hashOf('as_other', 'ann') }, 401, 'invalid_hash'],
    ['a hash in upper case', { hash: hashOf('as_other', 'ann').toUpperCase() }, 401, 'invalid_hash'],
    ['an unknown App-Key', { app_key: 'ak_unknown' }, 404, 'unknown_app_key'],
    ['an App-Key that is no text of ours', { app_key: "ak_'; drop table users; --\0" }, 404, 'unknown_app_key'],
    ['an empty User-ID', { user_id: '' }, 400, 'invalid_argument'],
    ['a User-ID of 257 characters', { user_id: 'a'.repeat(257) }, 400, 'invalid_argument'],
    ['a User-ID with a NUL', { user_id: 'a\0' }, 400, 'invalid_argument'],
    ['a megabyte as User-ID', { user_id: 'a'.repeat(1_000_000) }, 400, 'invalid_argument'],
  ])('refuses %s', async (_what, wrong, status, code) => {
    const answer = await post({ ...byHash(), ...wrong });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
  });

  test('refuses bytes that are no UTF-8: they would turn into another user’s id', async () => {
    const body = `app_key=${workspace.appKey}&user_id=%ED%A0%80&hash=${hashOf(workspace.appSecret, '\ud800')}`;
    const headers = { origin: workspace.origin, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await app.request('/sessions', { method: 'POST', body, headers });
    expect(await answer.json()).toMatchObject({ code: 'invalid_argument' });
  });

  test('asks for what is missing', async () => {
    for (const name of ['user_id', 'hash']) {
      const answer = await post(Object.fromEntries(Object.entries(byHash()).filter(([field]) => field !== name)));
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        code: 'invalid_argument',
        detail: expect.stringContaining('Pass app_key'),
      });
    }
  });

  test('refuses a field that comes twice, and JSON', async () => {
    const headers = { origin: workspace.origin, 'content-type': 'application/x-www-form-urlencoded' };
    const twice = `${new URLSearchParams(byHash())}&user_id=bob`;
    expect((await app.request('/sessions', { method: 'POST', body: twice, headers })).status).toBe(400);
    const json = {
      method: 'POST',
      body: JSON.stringify(byHash()),
      headers: { ...headers, 'content-type': 'application/json' },
    };
    expect((await app.request('/sessions', json)).status).toBe(415);
  });

  test('takes the hash of either secret while a customer changes over, and ends what a revoked one opened', async () => {
    const place = await makeWorkspace(services);
    const fresh = await services.db.asOwner((tx) => addSecret(tx, services.vault, place.id));
    const open = async (secret: string) => {
      const answer = await post({ app_key: place.appKey, user_id: 'ann', hash: hashOf(secret, 'ann') });
      return (await answer.json()) as { token: string; code?: string };
    };
    const old = await open(place.appSecret);
    const current = await open(fresh.value);
    expect((await verify(old.token)).status).toBe(200);

    await services.db.asOwner((tx) => tx.deleteFrom('app_secrets').where('id', '=', place.secretId).execute());
    expect(await open(place.appSecret)).toMatchObject({ code: 'invalid_hash' });
    expect((await verify(old.token)).status).toBe(401);
    expect((await verify(current.token)).status).toBe(200);
  });

  test('ends what an origin opened as soon as it is taken off the list', async () => {
    const place = await makeWorkspace(services);
    const { token } = await (
      await post({ app_key: place.appKey, user_id: 'ann', hash: hashOf(place.appSecret, 'ann') })
    ).json();
    expect((await verify(token)).status).toBe(200);
    await services.db.asOwner((tx) =>
      tx.deleteFrom('workspace_origins').where('workspace_id', '=', place.id).execute(),
    );
    expect(await (await verify(token)).json()).toMatchObject({ code: 'origin_not_allowed' });
  });

  describe('with a token that the customer signed', () => {
    let ids = 0;
    const now = () => Math.floor(Date.now() / 1000);
    const claims = (overrides: JWTPayload = {}): JWTPayload => ({
      sub: 'ann',
      exp: now() + 120,
      jti: `token-${ids++}`,
      ...overrides,
    });
    const sign = (payload: JWTPayload, secret = workspace.appSecret, alg = 'HS256') =>
      new SignJWT(payload).setProtectedHeader({ alg }).sign(Buffer.from(secret));
    const signWith = async (header: object, secret = workspace.appSecret) => {
      const signed = `${segment(header)}.${segment(claims())}`;
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    };
    const byToken = async (token: string, more: Record<string, string> = {}) => {
      const answer = await post({ app_key: workspace.appKey, token, ...more });
      return { status: answer.status, body: await answer.json() };
    };

    test('opens a session for its subject', async () => {
      const { status, body } = await byToken(await sign(claims({ sub: 'мария', aud: workspace.appKey })));
      expect({ status, user: body.user_id }).toEqual({ status: 200, user: 'мария' });
    });

    test('opens one session, not two, also at the same moment', async () => {
      const token = await sign(claims());
      const answers = await Promise.all([byToken(token), byToken(token), byToken(token)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
      expect(await byToken(token)).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
    });

    test.each<[string, string, () => Promise<string>]>([
      ['has expired', 'has expired', () => sign(claims({ exp: now() - 120 }))],
      ['lives too long', 'at most 5 minutes', () => sign(claims({ exp: now() + 900 }))],
      ['has no expiry', 'needs sub, exp', () => sign(claims({ exp: undefined }))],
      ['has no jti', 'needs sub, exp', () => sign(claims({ jti: undefined }))],
      ['has no sub', 'needs sub, exp', () => sign(claims({ sub: undefined }))],
      ['is not valid yet', 'a claim nbf', () => sign(claims({ nbf: now() + 300 }))],
      ['names another audience', 'another aud', () => sign(claims({ aud: 'ak_other' }))],
      ['is signed with another secret', 'not signed with', () => sign(claims(), 'as_other')],
      ['is signed by another algorithm', 'signed by HS256', () => sign(claims(), workspace.appSecret, 'HS512')],
      ['asks for what we do not know', 'not a JWT', () => signWith({ alg: 'HS256', crit: ['exp2'], exp2: 1 })],
      [
        'brings a key of its own',
        'not signed with',
        () => signWith({ alg: 'HS256', jwk: { kty: 'oct', k: 'YXNfb3RoZXI' } }, 'as_other'),
      ],
      ['has a jti of 257 characters', 'needs sub, exp', () => sign(claims({ jti: 'x'.repeat(257) }))],
      ['has an expiry that is text', 'a claim exp', () => sign(claims({ exp: '9999999999' as never }))],
      ['is not signed', 'signed by HS256', async () => `${segment({ alg: 'none' })}.${segment(claims())}.`],
      ['has a broken signature', 'not signed with', async () => (await sign(claims())).slice(0, -4) + 'AAAA'],
      ['is no token', 'not a JWT', async () => 'eyJ.eyJ.x'],
      ['is empty', 'not a JWT', async () => ''],
    ])('refuses one that %s, and says so', async (_what, words, make) => {
      const detail = expect.stringContaining(words);
      expect(await byToken(await make())).toMatchObject({ status: 401, body: { code: 'invalid_token', detail } });
    });

    test('allows for a clock that is a minute off', async () => {
      expect(await byToken(await sign(claims({ exp: now() - 30 })))).toMatchObject({ status: 200 });
      expect(await byToken(await sign(claims({ exp: now() + 330 })))).toMatchObject({ status: 200 });
    });

    test('remembers one that was used for longer than it would be taken, by either clock', async () => {
      const { jti = '', exp = 0, ...rest } = claims();
      await byToken(await sign({ jti, exp, ...rest }));
      const row = await services.db.asOwner((tx) =>
        tx.selectFrom('used_tokens').select('expires_at').where('jti', '=', jti).executeTakeFirstOrThrow(),
      );
      expect(row.expires_at.getTime() / 1000 - exp).toBe(60 + 300);
    });

    test('refuses one for another user than the one named beside it', async () => {
      expect(await byToken(await sign(claims()), { user_id: 'bob' })).toMatchObject({
        body: { code: 'invalid_token' },
      });
      expect(await byToken(await sign(claims()), { user_id: 'ann' })).toMatchObject({ status: 200 });
    });

    test('takes no hash where the workspace demands a token', async () => {
      const strict = await makeWorkspace(services, { requireToken: true });
      const fields = { app_key: strict.appKey, user_id: 'ann', hash: hashOf(strict.appSecret, 'ann') };
      expect(await (await post(fields)).json()).toMatchObject({ code: 'token_required' });
      const token = await sign(claims(), strict.appSecret);
      expect((await post({ app_key: strict.appKey, token })).status).toBe(200);
    });
  });
});

function segment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
