import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decideConsent } from '#sandbox/consent-robot.ts';
import type { Sandbox } from '#sandbox/sandbox.ts';
import { openCredentials } from '../oauth/stored-credentials.ts';
import type { Services } from '../services.ts';
import {
  answerTo,
  enterOAuthClient,
  publicUrl,
  startConnectWorld,
  underWay,
  type ConnectWorld,
} from '../testing/connect-world.ts';
import { describeOnEmbeddedDatabase } from '../testing/databases.ts';
import { oauthConnector } from '../testing/oauth-connector.ts';
import { startRogueProvider, type RogueProvider, type RogueReply } from '../testing/rogue-provider.ts';
import type { TestUser } from '../testing/test-user.ts';
import type { TestWorkspace } from '../testing/test-workspace.ts';

// `strict` is the honest app here, at an honest server; `rogue` is the attacker's app, at the attacker's server.
describeOnEmbeddedDatabase('an authorization server that deceives', (openTestDatabase) => {
  let world: ConnectWorld;
  let services: Services;
  let acme: TestWorkspace;
  let sandbox: Sandbox;
  let rogue: RogueProvider;
  let ann: TestUser;
  let mallory: TestUser;

  beforeAll(async () => {
    const { origin, close } = await startRogueProvider();
    await close();
    world = await startConnectWorld(await openTestDatabase(), [oauthConnector({ name: 'gone', origin })]);
    ({ services, acme, sandbox, rogue } = world);
    await enterOAuthClient(services, acme, 'gone', { id: 'client', secret: 'client-secret' });
  });
  beforeEach(async () => {
    rogue.reset();
    [ann, mallory] = [await world.signIn(), await world.signIn()];
  });

  /** What must not have happened: a code at a token endpoint, an account. */
  async function expectNothing(before: number, ...users: TestUser[]): Promise<void> {
    expect(rogue.tokenRequests).toEqual([]);
    expect(sandbox.tokenRequests()).toBe(before);
    for (const user of users) expect(await world.accountsOf(user)).toEqual([]);
  }

  describe('mixes up whose answer it is', () => {
    test('COAT: sends the user on to an honest server, with the state of its own app', async () => {
      const before = sandbox.tokenRequests();
      const evil = await underWay(ann, acme, 'rogue');
      const honest = await underWay(mallory, acme, 'strict');
      // The attacker's page answers with a redirect that looks like the honest app's own request
      const disguised = new URL(honest.url);
      for (const name of ['state', 'code_challenge']) {
        disguised.searchParams.set(name, evil.url.searchParams.get(name) ?? '');
      }
      const arrival = await decideConsent(disguised.href);
      expect(arrival.searchParams.get('code')).toBeTruthy();
      expect((await ann.browser.open(arrival)).status).toBe(502);
      await expectNothing(before, ann, mallory);
      expect((await ann.attempt(evil.id)).body.status).toBe('pending');
    });

    test('COAT: wants the honest server to answer at the address of its own app', async () => {
      const before = sandbox.tokenRequests();
      const evil = await underWay(ann, acme, 'rogue');
      const honest = await underWay(mallory, acme, 'strict');
      const disguised = new URL(honest.url);
      disguised.searchParams.set('redirect_uri', evil.url.searchParams.get('redirect_uri') ?? '');
      await expect(decideConsent(disguised.href)).rejects.toThrow('redirect_uri');
      await expectNothing(before, ann, mallory);
    });

    test('CORF: forges an answer to the honest app, while that one is under way', async () => {
      const before = sandbox.tokenRequests();
      const { id, url } = await underWay(ann, acme, 'strict');
      const evil = await underWay(ann, acme, 'rogue');
      const forged = answerTo(url, { code: 'attackers', iss: sandbox.origin });
      for (const [state, status] of [
        ['guessed', 404],
        [evil.url.searchParams.get('state') ?? '', 502],
      ] as const) {
        forged.searchParams.set('state', state);
        expect((await ann.browser.open(forged)).status).toBe(status);
      }
      await expectNothing(before, ann);
      expect((await ann.attempt(id)).body.status).toBe('pending');
    });

    test('names the honest server as issuer in its own answer', async () => {
      const before = sandbox.tokenRequests();
      const { url } = await underWay(ann, acme, 'issuing');
      expect((await ann.browser.open(answerTo(url, { code: 'c', iss: sandbox.origin }))).status).toBe(502);
      await expectNothing(before, ann);
    });

    test('the redirect URI of each app and workspace is its own, whatever Host a request names', async () => {
      const { id } = await underWay(ann, acme, 'rogue');
      const nonce = await ann.nonce(id);
      const forwarded = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
      const { body } = await ann.browser.post(`/connect/${acme.appKey}/${id}/claim`, { nonce }, forwarded);
      const redirectUri = new URL(String(body.authorization_url)).searchParams.get('redirect_uri');
      expect(redirectUri).toBe(`${publicUrl}/oauth/callback/${acme.appKey}/rogue`);
    });
  });

  describe('is used to slip in what belongs to somebody else', () => {
    test('code injection: the attacker’s code, in the user’s browser and attempt, fails at PKCE', async () => {
      const own = await underWay(mallory, acme, 'strict');
      const code = (await decideConsent(own.url.href)).searchParams.get('code') ?? '';
      const { id, url } = await underWay(ann, acme, 'strict');
      const injected = answerTo(url, { code, iss: sandbox.origin });
      expect((await ann.browser.open(injected)).status).toBe(502);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_failed' } });
      for (const user of [ann, mallory]) expect(await world.accountsOf(user)).toEqual([]);
    });

    test('code theft: the user’s code, in the attacker’s browser and attempt, fails at PKCE too', async () => {
      const { url } = await underWay(ann, acme, 'strict');
      const code = (await decideConsent(url.href)).searchParams.get('code') ?? '';
      const own = await underWay(mallory, acme, 'strict');
      const stolen = answerTo(own.url, { code, iss: sandbox.origin });
      expect((await mallory.browser.open(stolen)).status).toBe(502);
      expect(await world.accountsOf(mallory)).toEqual([]);
    });

    test.each([
      ['without a challenge', (url: URL) => url.searchParams.delete('code_challenge')],
      ['with the plain method', (url: URL) => url.searchParams.set('code_challenge_method', 'plain')],
    ])('PKCE downgrade: a request %s comes back as an error, and no token is asked for', async (_how, weaken) => {
      const before = sandbox.tokenRequests();
      const { id, url } = await underWay(ann, acme, 'strict');
      weaken(url);
      const answer = await decideConsent(url.href);
      expect(answer.searchParams.get('error')).toBe('invalid_request');
      expect((await ann.browser.open(answer)).status).toBe(502);
      await expectNothing(before, ann);
      expect((await ann.attempt(id)).body.status).toBe('failed');
    });

    test('a verifier goes along also to a server that has never heard of PKCE', async () => {
      const { url } = await underWay(ann, acme, 'rogue');
      await ann.browser.open(answerTo(url, { code: 'c' }));
      expect(rogue.tokenRequests[0]?.form.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    });

    test('an answer that is posted, as form_post would, is not taken', async () => {
      const { url } = await underWay(ann, acme, 'rogue');
      const { pathname, search } = answerTo(url, { code: 'c' });
      expect((await ann.browser.post(pathname + search, {})).status).toBe(405);
      expect(rogue.tokenRequests).toEqual([]);
    });
  });

  describe('answers the token request', () => {
    test.each([301, 302, 303, 307, 308])(
      'with a redirect (%d): neither code nor client secret follow it',
      async (status) => {
        const { id, url } = await underWay(ann, acme, 'rogue');
        rogue.answerToken = () => ({ status, headers: { location: `${rogue.origin}/token/revocation` }, body: '' });
        expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(502);
        expect(rogue.tokenRequests).toHaveLength(1);
        expect(rogue.revoked).toEqual([]);
        expect((await ann.attempt(id)).body.status).toBe('failed');
      },
    );

    const good = { access_token: 'access', token_type: 'bearer' };
    test.each<[string, RogueReply]>([
      ['with a token that breaks out of its header', { body: { ...good, access_token: 'a\r\nX-Admin: 1' } }],
      ['with a token of a megabyte', { body: { ...good, access_token: 'a'.repeat(1_000_000) } }],
      ['with a list of tokens', { body: { ...good, access_token: ['a'] } }],
      ['with an error of markup', { status: 400, body: { error: '<script>alert(1)</script>' } }],
      ['with an error beside a token', { status: 400, body: { error: 'server_error', ...good } }],
      ['with a refresh token that is none', { body: { ...good, refresh_token: { $ne: '' } } }],
      ['with nesting without end', { body: `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}` }],
      ['with nothing', { status: 204, body: '' }],
    ])('%s: the attempt has failed, and nothing is kept', async (_what, reply) => {
      const { id, url } = await underWay(ann, acme, 'rogue');
      rogue.answerToken = () => reply;
      rogue.answerMe = ({ headers }) =>
        headers.authorization === 'Bearer access' ? { body: { id: 'me', name: 'Me' } } : { status: 401, body: {} };
      const answer = await ann.browser.open(answerTo(url, { code: 'c' }));
      expect(answer.status).toBe(502);
      expect(answer.text).not.toContain('<script>alert');
      expect(await world.accountsOf(ann)).toEqual([]);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_failed' } });
    });

    test('not at all, for it is gone: the attempt has failed', async () => {
      const { id, url } = await underWay(ann, acme, 'gone');
      expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(502);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_failed' } });
    });
  });

  describe('has ways of its own, and connects', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    test.each<[string, RogueReply, object]>([
      ['form-encoded', { headers: form, body: 'access_token=access&scope=contacts' }, { accessToken: 'access' }],
      ['without a token_type', { body: { access_token: 'access' } }, { tokenType: 'bearer' }],
      ['with BEARER', { body: { access_token: 'access', token_type: 'BEARER' } }, { tokenType: 'bearer' }],
      [
        'with fewer scopes than were asked for, and says so',
        { body: { access_token: 'access', scope: 'contacts' } },
        { extra: { scope: 'contacts' } },
      ],
      [
        'as Slack does',
        { body: { ok: true, access_token: 'access', authed_user: { id: 'U1', access_token: 'user' } } },
        { accessToken: 'access', extra: { authed_user: { id: 'U1', access_token: 'user' } } },
      ],
    ])('%s', async (_how, reply, expected) => {
      const { id, url } = await underWay(ann, acme, 'rogue');
      rogue.answerToken = () => reply;
      expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(200);
      expect((await ann.attempt(id)).body.status).toBe('connected');
      const [account] = await world.accountsOf(ann);
      expect(await openCredentials(services, account!)).toMatchObject(expected);
    });
  });
});
