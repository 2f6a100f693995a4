import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decideConsent } from '#sandbox/consent-robot.ts';
import { BackendClient } from '../testing/backend-client.ts';
import { answerTo, claim, publicUrl, startConnectWorld, type ConnectWorld } from '../testing/connect-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testApp } from '../testing/test-app.ts';
import { TestBrowser } from '../testing/test-browser.ts';
import { TestUser } from '../testing/test-user.ts';

const returnUrl = 'https://host.example/connected?from=mail';

describeOnEachDatabase('connect links', (openTestDatabase) => {
  let world: ConnectWorld;
  let backend: BackendClient;
  let count = 0;
  let userId: string;

  beforeAll(async () => {
    world = await startConnectWorld(await openTestDatabase(), [fakeConnector({ name: 'keyed', title: 'Keyed' })]);
    backend = new BackendClient(world.services, world.acme);
    await world.services.db.inWorkspace(world.acme.id, (tx) =>
      tx.insertInto('return_urls').values({ workspace_id: world.acme.id, url: returnUrl }).execute(),
    );
  });
  beforeEach(() => {
    world.rogue.reset();
    userId = `user-${++count}`;
  });

  const newBrowser = () => new TestBrowser(testApp(world.services), publicUrl);

  async function makeLink(options: object = {}) {
    const body = { app: 'rogue', user_name: 'ann@acme.example', ...options };
    const { status, body: link, text } = await backend.ask('POST', '/connect-links/', { userId, body });
    expect(status, text).toBe(200);
    const url = new URL(String(link.url));
    return { link, id: String(link.id), path: url.pathname, secret: url.hash.slice(1) };
  }

  /** Opens a link and presses Continue, as its page does. */
  async function press(browser: TestBrowser, { path, secret }: { path: string; secret?: string }, scheme = 'oauth2') {
    return browser.post(`${path}/continue`, { secret, scheme });
  }

  const stateOf = async (id: string) => (await backend.ask('GET', `/connect-links/${id}`, { userId })).body;
  const accounts = async () =>
    TestUser.signIn(world.services, world.acme, userId).then((user) => world.accountsOf(user));

  test('connect an app in the one browser that pressed Continue, and lead back', async () => {
    const { link, id, path, secret } = await makeLink({ app: 'strict', return_url: returnUrl });
    expect(link).toMatchObject({ status: 'open', bound: false, return_url: returnUrl });
    expect(secret).toMatch(/^[\w-]{43}$/);
    const browser = newBrowser();
    const page = await browser.open(path);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.text).not.toContain('ann@acme.example');
    expect((await browser.post(`${path}/open`, { secret })).body).toMatchObject({
      workspace_name: 'Acme',
      user_name: 'ann@acme.example',
      app_title: 'STRICT',
      methods: [{ name: 'oauth2', type: 'oauth2' }],
    });
    expect(await stateOf(id)).toMatchObject({ status: 'open', bound: false });

    const { body } = await press(browser, { path, secret }, 'oauth2');
    const answer = await browser.open(await decideConsent(String(body.authorization_url)));
    const [account] = await accounts();
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(
      `${returnUrl}&connect_link_id=${id}&status=connected&connected_account_id=${account!.id}`,
    );
    expect(await stateOf(id)).toMatchObject({ status: 'connected', bound: true, connected_account_id: account!.id });
    for (const step of ['open', 'continue']) {
      const again = await browser.post(`${path}/${step}`, { secret, ...(step === 'continue' && { scheme: 'oauth2' }) });
      expect(again).toMatchObject({ status: 409, body: { code: 'attempt_closed' } });
    }
  });

  test('with a form, for an app that has no OAuth', async () => {
    const { id, path, secret } = await makeLink({ app: 'keyed' });
    const browser = newBrowser();
    const { body } = await press(browser, { path, secret }, 'api_token');
    expect(body.authorization_url).toBeNull();
    const given = { attempt_id: body.attempt_id, scheme: 'api_token', values: { token: 'a-token' } };
    const stranger = await newBrowser().post(`${path}/credentials`, given);
    expect(stranger).toMatchObject({ status: 403, body: { code: 'browser_not_proved' } });
    const empty = await browser.post(`${path}/credentials`, { ...given, values: { token: '' } });
    expect(empty).toMatchObject({ status: 400, body: { code: 'invalid_argument' } });
    expect(await browser.post(`${path}/credentials`, given)).toMatchObject({ status: 200, body: { return_url: null } });
    expect(await stateOf(id)).toMatchObject({ status: 'connected' });
    expect(await accounts()).toHaveLength(1);
  });

  test('may be tried again in that browser after a refusal, which leads back too', async () => {
    const { id, path, secret } = await makeLink({ return_url: returnUrl });
    const browser = newBrowser();
    const first = await press(browser, { path, secret });
    const denied = await browser.open(
      answerTo(new URL(String(first.body.authorization_url)), { error: 'access_denied' }),
    );
    expect(denied.headers.get('location')).toBe(
      `${returnUrl}&connect_link_id=${id}&status=failed&error=connect_denied`,
    );
    // The secret is worth nothing any more: the browser's cookie is what counts.
    const second = await press(browser, { path });
    const answer = await browser.open(answerTo(new URL(String(second.body.authorization_url)), { code: 'c' }));
    expect(answer.headers.get('location')).toContain('status=connected');
  });

  test('without a return URL, end on a page of ours', async () => {
    const { path, secret } = await makeLink();
    const browser = newBrowser();
    const { body } = await press(browser, { path, secret });
    const answer = await browser.open(answerTo(new URL(String(body.authorization_url)), { code: 'c' }));
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('Connected') });
  });

  describe('keep another browser out:', () => {
    test('of two that have the secret, the first to press Continue has the link', async () => {
      const { path, secret } = await makeLink();
      const browsers = [newBrowser(), newBrowser()];
      const answers = await Promise.all(browsers.map((browser) => press(browser, { path, secret })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
      const late = await newBrowser().post(`${path}/open`, { secret });
      expect(late).toMatchObject({ status: 403, body: { code: 'browser_not_proved' } });
      expect(late.text).not.toContain('ann@acme.example');
    });

    test('an authorization URL or a callback, sent on to a victim, connects nothing', async () => {
      const { path, secret } = await makeLink();
      const { body } = await press(newBrowser(), { path, secret });
      const callback = await newBrowser().open(answerTo(new URL(String(body.authorization_url)), { code: 'victim' }));
      expect(callback).toMatchObject({ status: 403, text: expect.stringContaining('browser_not_proved') });
      expect(world.rogue.tokenRequests).toEqual([]);
      expect(await accounts()).toEqual([]);
    });

    test('nor does the start page of its attempt, with or without a code', async () => {
      const { path, secret } = await makeLink();
      const { body } = await press(newBrowser(), { path, secret });
      const start = `/connect/${world.acme.appKey}/${String(body.attempt_id)}`;
      const victim = newBrowser();
      for (const [step, given] of [
        ['pairing', {}],
        ['continue', {}],
        ['claim', { nonce: 'A'.repeat(43) }],
      ] as const) {
        expect(await victim.post(`${start}/${step}`, given), step).toMatchObject({
          status: 403,
          body: { code: 'browser_not_proved' },
        });
      }
    });

    test('a wrong secret, no secret and an unknown link look the same', async () => {
      const { path, secret, id } = await makeLink();
      const unknown = path.replace(id, crypto.randomUUID());
      const other = path.replace(world.acme.appKey, world.other.appKey);
      const guesses = [
        await newBrowser().post(`${path}/open`, { secret: 'A'.repeat(43) }),
        await newBrowser().post(`${path}/open`, {}),
        await newBrowser().post(`${unknown}/open`, { secret }),
        await newBrowser().post(`${other}/open`, { secret }),
      ];
      for (const { status, body } of guesses)
        expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' });
      expect(new Set(guesses.map(({ body }) => body.detail)).size).toBe(1);
    });

    test('only our own page may press Continue', async () => {
      const { path, secret, id } = await makeLink();
      for (const [name, value] of [
        ['origin', 'https://evil.example'],
        ['sec-fetch-site', 'cross-site'],
      ] as const) {
        const headers = { [name]: value };
        const answer = await newBrowser().post(`${path}/continue`, { secret, scheme: 'oauth2' }, headers);
        expect(answer).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
      }
      expect(await stateOf(id)).toMatchObject({ bound: false });
    });
  });

  test('are taken back, with what was begun by them', async () => {
    const { id, path, secret } = await makeLink();
    const browser = newBrowser();
    const { body } = await press(browser, { path, secret });
    expect((await backend.ask('DELETE', `/connect-links/${id}/`, { userId })).body).toMatchObject({
      status: 'revoked',
    });
    const callback = await browser.open(answerTo(new URL(String(body.authorization_url)), { code: 'c' }));
    expect(callback.status).toBe(404);
    expect(await browser.post(`${path}/open`, { secret })).toMatchObject({ status: 409 });
    expect(world.rogue.tokenRequests).toEqual([]);
    expect(await accounts()).toEqual([]);
  });

  test('that are taken back while the third party answers, keep no account and no token', async () => {
    const { id, path, secret } = await makeLink();
    const browser = newBrowser();
    const { body } = await press(browser, { path, secret });
    const answer = world.rogue.answerMe;
    world.rogue.answerToken = async () => {
      await backend.ask('DELETE', `/connect-links/${id}`, { userId });
      return { body: { access_token: 'late', token_type: 'bearer', refresh_token: 'late-refresh' } };
    };
    world.rogue.answerMe = answer;
    await browser.open(answerTo(new URL(String(body.authorization_url)), { code: 'c' }));
    expect(await accounts()).toEqual([]);
    expect(world.rogue.revoked).toContain('late-refresh');
  });

  test('end with their time', async () => {
    const { id, path, secret } = await makeLink({ expires_in_seconds: 60 });
    await world.services.db.inWorkspace(world.acme.id, (tx) =>
      tx
        .updateTable('connect_links')
        .set({ expires_at: new Date(0) })
        .where('id', '=', id)
        .execute(),
    );
    expect(await stateOf(id)).toMatchObject({ status: 'expired' });
    for (const answer of [
      await newBrowser().post(`${path}/open`, { secret }),
      await press(newBrowser(), { path, secret }),
    ]) {
      expect(answer).toMatchObject({ status: 410, body: { code: 'connect_expired' } });
    }
  });

  test('reconnect the account that they name, of this user', async () => {
    const user = await TestUser.signIn(world.services, world.acme, userId);
    const id = await user.startAttempt('rogue');
    await user.browser.open(answerTo(await claim(user, world.acme, id), { code: 'first' }));
    const [account] = await world.accountsOf(user);
    const { path, secret } = await makeLink({ connected_account_id: account!.id });
    world.rogue.answerMe = () => ({ body: { id: 'stranger', name: 'A Stranger' } });
    const browser = newBrowser();
    const { body } = await press(browser, { path, secret });
    const answer = await browser.open(answerTo(new URL(String(body.authorization_url)), { code: 'c' }));
    expect(answer.text).toContain('other_account');
    expect(await world.accountsOf(user)).toHaveLength(1);
    const wrong = { app: 'rogue', user_name: 'x', connected_account_id: account!.id };
    expect(await backend.ask('POST', '/connect-links', { userId: 'somebody-else', body: wrong })).toMatchObject({
      status: 404,
      body: { code: 'unknown_account' },
    });
  });

  test('are shown to the backend of their user, and to no other', async () => {
    const { id, secret } = await makeLink();
    const list = await backend.ask('GET', '/connect-links/', { userId });
    expect(list.body).toMatchObject({ links: [{ id, status: 'open' }] });
    expect(list.text).not.toContain(secret);
    const strangers = new BackendClient(world.services, world.other);
    for (const [asking, whose] of [
      [backend, 'somebody-else'],
      [strangers, userId],
    ] as const) {
      expect((await asking.ask('GET', '/connect-links', { userId: whose })).body).toEqual({ links: [] });
      for (const method of ['GET', 'DELETE'] as const) {
        expect((await asking.ask(method, `/connect-links/${id}`, { userId: whose })).status).toBe(404);
      }
    }
  });

  test('are not made of what does not fit', async () => {
    for (const wrong of [
      { app: 'nothing' },
      { app: 'unconfigured' },
      { user_name: ' ' },
      { user_name: undefined },
      { user_name: 'Ann\u202eecilA' },
      { user_name: 'x'.repeat(101) },
      { return_url: 'https://host.example/connected' },
      { return_url: `${returnUrl}/` },
      { expires_in_seconds: 59 },
      { expires_in_seconds: 7 * 24 * 3600 + 1 },
      { surprise: 1 },
    ]) {
      const body = { app: 'rogue', user_name: 'Ann', ...wrong };
      const { status } = await backend.ask('POST', '/connect-links', { userId, body });
      expect([400, 404, 409], JSON.stringify(wrong)).toContain(status);
    }
    expect((await backend.ask('GET', '/connect-links', { userId })).body).toEqual({ links: [] });
  });
});
