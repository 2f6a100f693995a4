import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decideConsent } from '#sandbox/consent-robot.ts';
import type { Services } from '../services.ts';
import {
  answerTo,
  claim,
  eventsOf,
  publicUrl,
  startConnectWorld,
  underWay,
  type ConnectWorld,
} from '../testing/connect-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import type { RogueProvider } from '../testing/rogue-provider.ts';
import type { TestUser } from '../testing/test-user.ts';
import type { TestWorkspace } from '../testing/test-workspace.ts';

describeOnEachDatabase('the way back from a third party', (openTestDatabase) => {
  let world: ConnectWorld;
  let services: Services;
  let acme: TestWorkspace;
  let rogue: RogueProvider;
  let ann: TestUser;

  beforeAll(async () => {
    world = await startConnectWorld(await openTestDatabase());
    ({ services, acme, rogue } = world);
  });
  beforeEach(async () => {
    rogue.reset();
    ann = await world.signIn();
  });

  describe('connects', () => {
    test('an account at a strict server, and tells the stream once', async () => {
      const { id, url } = await underWay(ann, acme, 'strict');
      const answer = await ann.browser.open(await decideConsent(url.href));
      expect(answer.text).toContain('Connected');
      expect(answer.status).toBe(200);

      const attempt = (await ann.attempt(id)).body;
      expect(attempt).toMatchObject({ status: 'connected', error: null, app: 'strict' });
      const events = await eventsOf(services, acme, ann);
      expect(events).toMatchObject([
        {
          type: 'app-connected',
          attempt_id: id,
          connected_account_id: attempt.connected_account_id,
          name: 'strict',
          connected_accounts: [{ id: attempt.connected_account_id, display_name: 'Demo', status: 'active' }],
        },
      ]);
    });

    test('with a request that proves who began it: PKCE, redirect URI, client', async () => {
      const { url } = await underWay(ann, acme, 'rogue');
      expect(url.searchParams.get('code_challenge_method')).toBe('S256');
      expect(url.searchParams.get('redirect_uri')).toBe(`${publicUrl}/oauth/callback/${acme.appKey}/rogue`);
      await ann.browser.open(answerTo(url, { code: 'the-code' }));
      const [request] = rogue.tokenRequests;
      const verifier = request?.form.get('code_verifier') ?? '';
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      expect(challenge).toBe(url.searchParams.get('code_challenge'));
      expect(request?.form.get('code')).toBe('the-code');
      expect(request?.form.get('redirect_uri')).toBe(url.searchParams.get('redirect_uri'));
      expect(request?.authorization).toBe(`Basic ${btoa('client:client-secret')}`);
      expect(rogue.tokenRequests).toHaveLength(1);
    });

    test('the account that was to be reconnected, and no other', async () => {
      const first = await underWay(ann, acme, 'rogue');
      await ann.browser.open(answerTo(first.url, { code: 'first' }));
      const [account] = await world.accountsOf(ann);
      const again = await underWay(ann, acme, 'rogue', account!.id);
      rogue.answerMe = () => ({ body: { id: 'stranger', name: 'A Stranger' } });
      const answer = await ann.browser.open(answerTo(again.url, { code: 'second' }));
      expect(answer.text).toContain('A Stranger');
      expect((await ann.attempt(again.id)).body).toMatchObject({ status: 'failed', error: { code: 'other_account' } });
      expect(await world.accountsOf(ann)).toMatchObject([{ external_id: 'rogue-user' }]);
      expect(rogue.revoked).toEqual(['refresh-2', 'access-2']);

      // Connected as well, the stranger's grant has to live on.
      await ann.browser.open(answerTo((await underWay(ann, acme, 'rogue')).url, { code: 'third' }));
      const last = await underWay(ann, acme, 'rogue', account!.id);
      await ann.browser.open(answerTo(last.url, { code: 'fourth' }));
      expect(rogue.revoked).toHaveLength(2);
      expect(await world.accountsOf(ann)).toHaveLength(2);
    });

    test('a known account anew, under the same id', async () => {
      for (const code of ['first', 'second']) {
        const { url } = await underWay(ann, acme, 'rogue');
        expect((await ann.browser.open(answerTo(url, { code }))).status).toBe(200);
      }
      const accounts = await world.accountsOf(ann);
      expect(accounts).toHaveLength(1);
      expect(accounts[0]?.external_id).toBe('rogue-user');
      expect(rogue.revoked).toEqual([]);
    });

    test('a second account beside the first, where the app allows several', async () => {
      await ann.browser.open(answerTo((await underWay(ann, acme, 'rogue')).url, { code: 'a' }));
      rogue.answerMe = () => ({ body: { id: 'second-user', name: 'Second' } });
      await ann.browser.open(answerTo((await underWay(ann, acme, 'rogue')).url, { code: 'b' }));
      expect((await world.accountsOf(ann)).map((account) => account.external_id).sort()).toEqual([
        'rogue-user',
        'second-user',
      ]);
    });

    test('another account in place of the first, where the app allows one; the first one is revoked', async () => {
      await ann.browser.open(answerTo((await underWay(ann, acme, 'single')).url, { code: 'a' }));
      rogue.answerMe = () => ({ body: { id: 'second-user', name: 'Second' } });
      await ann.browser.open(answerTo((await underWay(ann, acme, 'single')).url, { code: 'b' }));
      expect((await world.accountsOf(ann)).map((account) => account.external_id)).toEqual(['second-user']);
      expect(rogue.revoked).toEqual(['refresh-1', 'access-1']);
      const events = await eventsOf(services, acme, ann);
      expect(events.map(({ type }) => type)).toEqual(['app-connected', 'app-disconnected', 'app-connected']);
    });

    test('where an unexpected iss comes along and the vendor has none to compare it with', async () => {
      const { url } = await underWay(ann, acme, 'rogue');
      expect((await ann.browser.open(answerTo(url, { code: 'c', iss: 'https://whoever.test' }))).status).toBe(200);
    });

    test('and shows nothing secret on the page', async () => {
      const { url } = await underWay(ann, acme, 'rogue');
      const { text, headers } = await ann.browser.open(answerTo(url, { code: 'the-code' }));
      for (const secret of ['the-code', 'access-1', 'refresh-1', url.searchParams.get('state') ?? '-']) {
        expect(text).not.toContain(secret);
      }
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    });
  });

  describe('too often or too late', () => {
    test('an answer counts once', async () => {
      const { url } = await underWay(ann, acme, 'rogue');
      const answer = answerTo(url, { code: 'c' });
      expect((await ann.browser.open(answer)).status).toBe(200);
      expect((await ann.browser.open(answer)).status).toBe(404);
      expect(rogue.tokenRequests).toHaveLength(1);
    });

    test('an answer that comes twenty times at once makes one token request', async () => {
      const { url } = await underWay(ann, acme, 'rogue');
      const answer = answerTo(url, { code: 'c' });
      const all = await Promise.all(Array.from({ length: 20 }, () => ann.browser.open(answer)));
      expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(rogue.tokenRequests).toHaveLength(1);
      expect(await world.accountsOf(ann)).toHaveLength(1);
    });

    test('a newer window makes the state of an older one worthless', async () => {
      const { id, url } = await underWay(ann, acme, 'rogue');
      const newer = await claim(ann, acme, id);
      expect((await ann.browser.open(answerTo(url, { code: 'old' }))).status).toBe(404);
      expect((await ann.browser.open(answerTo(newer, { code: 'new' }))).status).toBe(200);
      expect(rogue.tokenRequests.map(({ form }) => form.get('code'))).toEqual(['new']);
    });

    test('after Cancel no token request is made', async () => {
      const { id, url } = await underWay(ann, acme, 'rogue');
      await ann.api('POST', `/connect-attempts/${id}/cancel`, {});
      expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(404);
      expect(rogue.tokenRequests).toEqual([]);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_cancelled' } });
    });

    test('Cancel during the token request wins: no account, and the fresh tokens are revoked', async () => {
      const { id, url } = await underWay(ann, acme, 'rogue');
      const answerWell = rogue.answerToken;
      rogue.answerToken = async (request) => {
        await ann.api('POST', `/connect-attempts/${id}/cancel`, {});
        return answerWell(request);
      };
      const answer = await ann.browser.open(answerTo(url, { code: 'c' }));
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('cancelled');
      expect(await world.accountsOf(ann)).toEqual([]);
      expect(rogue.revoked).toEqual(['refresh-1', 'access-1']);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_cancelled' } });
      expect((await eventsOf(services, acme, ann)).map(({ type }) => type)).toEqual(['attempt-failed']);
    });

    test('after ten minutes no token request is made', async () => {
      const { id, url } = await underWay(ann, acme, 'rogue');
      await services.db.inWorkspace(acme.id, (tx) =>
        tx
          .updateTable('connect_attempts')
          .set({ expires_at: sql<Date>`now() - interval '1 second'` })
          .where('id', '=', id)
          .execute(),
      );
      expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(410);
      expect(rogue.tokenRequests).toEqual([]);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_expired' } });
    });
  });
});
