import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decideConsent } from '#sandbox/consent-robot.ts';
import type { Sandbox } from '#sandbox/sandbox.ts';
import type { Services } from '../services.ts';
import { answerTo, claim, eventsOf, startConnectWorld, underWay, type ConnectWorld } from '../testing/connect-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import type { RogueProvider } from '../testing/rogue-provider.ts';
import type { TestUser } from '../testing/test-user.ts';
import type { TestWorkspace } from '../testing/test-workspace.ts';

describeOnEachDatabase('the way back from a third party, abused', (openTestDatabase) => {
  let world: ConnectWorld;
  let services: Services;
  let acme: TestWorkspace;
  let sandbox: Sandbox;
  let rogue: RogueProvider;
  let ann: TestUser;

  beforeAll(async () => {
    world = await startConnectWorld(await openTestDatabase());
    ({ services, acme, sandbox, rogue } = world);
  });
  beforeEach(async () => {
    rogue.reset();
    ann = await world.signIn();
  });

  describe('in a browser that is not the one that started the attempt', () => {
    let mallory: TestUser;
    beforeEach(async () => {
      mallory = await world.signIn();
    });

    test('the authorization address of somebody else leads to no token request', async () => {
      const id = await mallory.startAttempt('strict');
      const url = await claim(mallory, acme, id);
      const before = sandbox.tokenRequests();
      // The victim signs in and allows everything, in its own browser
      const answer = await ann.browser.open(await decideConsent(url.href));
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('browser_not_proved');
      expect(sandbox.tokenRequests()).toBe(before);
      expect((await mallory.attempt(id)).body.status).toBe('pending');
      expect(await world.accountsOf(mallory)).toEqual([]);
    });

    test('an attempt of its own, with a cookie of its own, does not help', async () => {
      await underWay(ann, acme, 'rogue');
      const url = await claim(mallory, acme, await mallory.startAttempt('rogue'));
      expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(403);
      expect(rogue.tokenRequests).toEqual([]);
    });

    test('the refused answer still counts in the right browser: nobody can use it up', async () => {
      const { id, url } = await underWay(ann, acme, 'rogue');
      const answer = answerTo(url, { code: 'c' });
      expect((await mallory.browser.open(answer)).status).toBe(403);
      expect((await ann.browser.open(answer)).status).toBe(200);
      expect((await ann.attempt(id)).body.status).toBe('connected');
    });

    test('a window that was paired but whose code nobody typed in comes to nothing', async () => {
      const id = await mallory.startAttempt('rogue');
      const url = await claim(mallory, acme, id);
      // The victim's browser cannot push the proved one out …
      expect((await ann.browser.post(`/connect/${acme.appKey}/${id}/pairing`, {})).status).toBe(403);
      // … and where none is proved, a shown code alone proves nothing.
      const fresh = await mallory.startAttempt('rogue');
      expect((await ann.browser.post(`/connect/${acme.appKey}/${fresh}/pairing`, {})).status).toBe(200);
      const waiting = await ann.browser.post(`/connect/${acme.appKey}/${fresh}/continue`, {});
      expect(waiting.body).toEqual({ authorization_url: null });
      expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(403);
      expect(rogue.tokenRequests).toEqual([]);
    });
  });

  describe('at the wrong address', () => {
    test.each(['issuing', 'single', 'strict'])('an answer for one app is refused at that of %s', async (app) => {
      const { id, url } = await underWay(ann, acme, 'rogue');
      const wrong = answerTo(url, { code: 'c' });
      wrong.pathname = wrong.pathname.replace(/rogue$/, app);
      expect((await ann.browser.open(wrong)).status).toBe(502);
      expect(rogue.tokenRequests).toEqual([]);
      expect((await ann.attempt(id)).body.status).toBe('pending');
    });

    test('an answer for one workspace is unknown at that of another', async () => {
      const { url } = await underWay(ann, acme, 'rogue');
      const wrong = answerTo(url, { code: 'c' });
      wrong.pathname = wrong.pathname.replace(acme.appKey, world.other.appKey);
      expect((await ann.browser.open(wrong)).status).toBe(404);
      expect(rogue.tokenRequests).toEqual([]);
    });

    test.each([
      ['/oauth/callback/ak_nobody/rogue?state=x&code=c', 404],
      ['/oauth/callback/ACME/nothing?state=x&code=c', 404],
      ['/oauth/callback/ACME/rogue?code=c', 400],
      ['/oauth/callback/ACME/rogue?state=x&code=c', 404],
      ['/oauth/callback/ACME/rogue?state=&code=c', 400],
      ['/oauth/callback/ACME/rogue?state=a&state=b&code=c', 400],
    ])('%s is answered with a page, status %d', async (path, status) => {
      const answer = await ann.browser.open(path.replace('ACME', acme.appKey));
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('text/html');
    });
  });

  describe('with an answer that is not to be taken', () => {
    test('a denial ends the attempt as denied', async () => {
      const { id, url } = await underWay(ann, acme, 'strict');
      const before = sandbox.tokenRequests();
      const answer = await ann.browser.open(await decideConsent(url.href, { deny: true }));
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('Not connected');
      expect(sandbox.tokenRequests()).toBe(before);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_denied' } });
      expect(await eventsOf(services, acme, ann)).toMatchObject([{ type: 'attempt-failed', id }]);
    });

    test.each([
      ['another error', 'rogue', 'error=server_error'],
      ['an error beside a code', 'rogue', 'error=invalid_scope&code=c'],
      ['an error that is markup', 'rogue', 'error=%3Cscript%3Ealert(1)%3C/script%3E'],
      ['no code', 'rogue', ''],
      ['an empty code', 'rogue', 'code='],
      ['two codes', 'rogue', 'code=a&code=b'],
      ['the same code twice', 'rogue', 'code=a&code=a'],
      ['an access token', 'rogue', 'code=c&access_token=t'],
      ['an ID token', 'rogue', 'code=c&id_token=t'],
      ['a token', 'rogue', 'code=c&token=t'],
      ['a signed response', 'rogue', 'response=jwt'],
      ['any parameter twice', 'rogue', 'code=c&session_state=1&session_state=2'],
      ['another issuer', 'issuing', 'code=c&iss=https://evil.test'],
      ['no issuer', 'issuing', 'code=c'],
      ['an empty issuer', 'issuing', 'code=c&iss='],
      ['two issuers', 'issuing', 'code=c&iss=ISSUER&iss=https://evil.test'],
      ['a denial by another issuer', 'issuing', 'error=access_denied&iss=https://evil.test'],
    ])('%s: the attempt has failed, and no token request is made', async (_what, app, query) => {
      const { id, url } = await underWay(ann, acme, app);
      const wrong = `${answerTo(url, {})}&${query.replace('ISSUER', rogue.origin)}`;
      const answer = await ann.browser.open(wrong);
      expect(answer.status).toBe(502);
      expect(answer.text).not.toContain('<script>alert');
      expect(rogue.tokenRequests).toEqual([]);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_failed' } });
      expect((await ann.browser.open(answerTo(url, { code: 'c', iss: rogue.origin }))).status).toBe(404);
    });
  });
});
