import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEgress } from '../egress/guarded-fetch.ts';
import type { Services } from '../services.ts';
import { answerTo, eventsOf, startConnectWorld, underWay, type ConnectWorld } from '../testing/connect-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import type { RogueProvider, RogueReply } from '../testing/rogue-provider.ts';
import type { TestUser } from '../testing/test-user.ts';
import type { TestWorkspace } from '../testing/test-workspace.ts';

describeOnEachDatabase('the way back from a third party that is in trouble', (openTestDatabase) => {
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

  describe('from a third party in trouble', () => {
    test.each<[string, RogueReply]>([
      ['an error page', { status: 500, headers: { 'content-type': 'text/html' }, body: '<h1>Down</h1>' }],
      ['a refused code', { status: 400, body: { error: 'invalid_grant' } }],
      [
        'a refused client',
        { status: 401, headers: { 'www-authenticate': 'Basic' }, body: { error: 'invalid_client' } },
      ],
      ['an error with status 200', { body: { error: 'bad_verification_code' } }],
      ['text', { body: 'hello' }],
      ['an array', { body: [] }],
      ['no token', { body: { token_type: 'bearer' } }],
      ['a token that is none', { body: { access_token: 42, token_type: 'bearer' } }],
      ['a token of another type', { body: { access_token: 't', token_type: 'mac' } }],
      ['a redirect', { status: 307, headers: { location: 'http://localhost:1/' }, body: '' }],
      ['too much', { body: 'x'.repeat(6 * 1024 * 1024) }],
    ])('%s: the attempt has failed, once', async (_what, reply) => {
      const { id, url } = await underWay(ann, acme, 'rogue');
      rogue.answerToken = () => reply;
      expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(502);
      expect(rogue.tokenRequests).toHaveLength(1);
      expect(await world.accountsOf(ann)).toEqual([]);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_failed' } });
      expect(await eventsOf(services, acme, ann)).toMatchObject([{ type: 'attempt-failed', status: 'failed' }]);
    });

    test('silence: the attempt has failed when the deadline is over', async () => {
      const egress = createEgress({ allowedInternalHosts: [{ host: 'localhost' }], limits: { deadline: 300 } });
      ann = await world.signIn({ egress });
      const { id, url } = await underWay(ann, acme, 'rogue');
      rogue.answerToken = () => new Promise(() => undefined);
      expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(502);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_failed' } });
      await egress.close();
    });

    test('tokens that its own API refuses: they are revoked, not kept', async () => {
      const { id, url } = await underWay(ann, acme, 'rogue');
      rogue.answerMe = () => ({ status: 401, body: {} });
      expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(502);
      expect(rogue.revoked).toEqual(['refresh-1', 'access-1']);
      expect(await world.accountsOf(ann)).toEqual([]);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'connect_failed' } });
    });
  });
});
