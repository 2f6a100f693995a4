import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  answerTo,
  claim,
  eventsOf,
  publicUrl,
  startConnectWorld,
  type ConnectWorld,
} from '../testing/connect-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { TestBrowser, type Answer } from '../testing/test-browser.ts';
import { testApp } from '../testing/test-app.ts';
import type { TestUser } from '../testing/test-user.ts';

describeOnEachDatabase('the popup of a connect attempt', (openTestDatabase) => {
  let world: ConnectWorld;
  let ann: TestUser;
  let id: string;
  /** The attempt's address, below which its steps are */
  let start: string;

  beforeAll(async () => {
    world = await startConnectWorld(await openTestDatabase(), [fakeConnector({ name: 'keyed' })]);
  });
  beforeEach(async () => {
    world.rogue.reset();
    ann = await world.signIn();
    id = await ann.startAttempt('rogue');
    start = `/connect/${world.acme.appKey}/${id}`;
  });

  function browser(): TestBrowser {
    return new TestBrowser(testApp(world.services), publicUrl);
  }

  async function setPairing(allowed: boolean): Promise<void> {
    await world.services.db.asOwner((tx) =>
      tx.updateTable('workspaces').set({ allow_pairing: allowed }).where('id', '=', world.acme.id).execute(),
    );
  }

  /** With which code the answer refuses; without one it does not */
  function expectRefusal(answer: Answer, code?: string): void {
    expect(answer.status === 200 ? undefined : answer.body.code).toBe(code);
  }

  describe('its first page', () => {
    test('names both sides and holds nothing secret', async () => {
      const nonce = await ann.nonce(id);
      const { status, text, headers } = await browser().open(start);
      expect(status).toBe(200);
      expect(text).toContain('Connecting Acme to ROGUE…');
      expect(text).not.toContain(nonce);
      expect(text).toContain('<noscript>');
      expect(headers.getSetCookie()).toEqual([]);
      expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    });

    test('runs the script of its policy only, and stands in no frame', async () => {
      const { headers } = await browser().open(start);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/script-src 'sha256-[^']+';/);
      expect(policy).not.toContain('unsafe');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
    });

    test('is a page, too, where there is nothing to connect', async () => {
      const key = world.acme.appKey;
      const missing = [`/connect/${key}/${randomUUID()}`, `/connect/${key}/1`, `/connect/ak_nobody/${id}`];
      missing.push(`/connect/${world.other.appKey}/${id}`, `/connect/${key}/${id}%00`);
      for (const path of missing) {
        const { status, headers } = await browser().open(path);
        expect([path, status]).toEqual([path, 404]);
        expect(headers.get('content-type')).toContain('text/html');
      }
      await ann.api('POST', `/connect-attempts/${id}/cancel`, {});
      const ended = await browser().open(start);
      expect(ended.status).toBe(409);
      expect(ended.text).toContain('cancelled');
    });
  });

  describe('its steps', () => {
    test.each([
      ['another origin', { origin: 'https://evil.test' }, 'origin_not_allowed'],
      ['a sandboxed page', { origin: 'null' }, 'origin_not_allowed'],
      ['the host page', { origin: 'https://host.example', 'sec-fetch-site': 'cross-site' }, 'origin_not_allowed'],
      ['another port', { origin: 'http://widget.localhost:4601' }, 'origin_not_allowed'],
      ['a page of another site that bears our origin', { 'sec-fetch-site': 'cross-site' }, 'origin_not_allowed'],
      ['a sibling of ours', { 'sec-fetch-site': 'same-site' }, 'origin_not_allowed'],
      ['no page at all', { 'sec-fetch-site': 'none' }, 'origin_not_allowed'],
      ['a form', { 'content-type': 'text/plain' }, 'unsupported_media_type'],
      ['another form', { 'content-type': 'application/x-www-form-urlencoded' }, 'unsupported_media_type'],
    ])('are refused to %s', async (_who, headers, error) => {
      const nonce = await ann.nonce(id);
      for (const [step, body] of [
        ['claim', { nonce }],
        ['pairing', {}],
        ['continue', {}],
      ] as const) {
        const answer = await ann.browser.post(`${start}/${step}`, body, headers);
        expectRefusal(answer, error);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
      expect(ann.browser.cookieNames).toEqual([]);
    });

    test.each([
      ['nothing', {}],
      ['no text', { nonce: 42 }],
      ['a short one', { nonce: 'abc' }],
      ['something besides', { nonce: 'x'.repeat(43), more: true }],
    ])('claim wants a nonce, not %s', async (_what, body) => {
      const answer = await ann.browser.post(`${start}/claim`, body);
      expectRefusal(answer, 'invalid_argument');
    });
  });

  describe('with a nonce', () => {
    test('the browser gets a cookie of the attempt, and goes on to the third party', async () => {
      const answer = await ann.browser.post(`${start}/claim`, { nonce: await ann.nonce(id) });
      const [cookie = ''] = answer.headers.getSetCookie();
      expect(cookie).toMatch(new RegExp(`^attempt-${id}=[\\w-]{43}; Max-Age=900; Path=/; HttpOnly; SameSite=Lax$`));
      expect(answer.body.authorization_url).toMatch(new RegExp(`^${world.rogue.origin}/auth\\?`));
    });

    test('over https the cookie is one that no other host can set', async () => {
      const services = {
        ...world.services,
        config: { ...world.services.config, publicUrl: 'https://connect.example' },
      };
      const own = new TestBrowser(testApp(services), 'https://connect.example');
      const answer = await own.post(`${start}/claim`, { nonce: await ann.nonce(id) });
      expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-attempt-.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      expect((await own.post(`${start}/continue`, {})).body.authorization_url).toContain(
        'https%3A%2F%2Fconnect.example',
      );
    });

    test('it counts once', async () => {
      const nonce = await ann.nonce(id);
      expectRefusal(await ann.browser.post(`${start}/claim`, { nonce }));
      expectRefusal(await browser().post(`${start}/claim`, { nonce }), 'browser_not_proved');
    });

    test('of twenty browsers that bring it at once, one gets on', async () => {
      const nonce = await ann.nonce(id);
      const all = await Promise.all(Array.from({ length: 20 }, () => browser().post(`${start}/claim`, { nonce })));
      expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    test('a later one takes the place of the one before', async () => {
      const first = await ann.nonce(id);
      const second = await ann.nonce(id);
      expectRefusal(await ann.browser.post(`${start}/claim`, { nonce: first }), 'browser_not_proved');
      expectRefusal(await ann.browser.post(`${start}/claim`, { nonce: second }));
    });

    test('one of another attempt does not count, and does not use up the right one', async () => {
      const another = await ann.nonce(await ann.startAttempt('rogue'));
      const nonce = await ann.nonce(id);
      expectRefusal(await ann.browser.post(`${start}/claim`, { nonce: another }), 'browser_not_proved');
      expectRefusal(await ann.browser.post(`${start}/claim`, { nonce }));
    });

    test('only an OAuth scheme of the app can be chosen', async () => {
      const nonce = await ann.nonce(id);
      expectRefusal(await ann.browser.post(`${start}/claim`, { nonce, scheme: 'api_token' }), 'invalid_argument');
      expectRefusal(await ann.browser.post(`${start}/claim`, { nonce, scheme: 'oauth2' }));
      const keyed = await ann.startAttempt('keyed');
      const answer = await ann.browser.post(`/connect/${world.acme.appKey}/${keyed}/claim`, {
        nonce: await ann.nonce(keyed),
      });
      expectRefusal(answer, 'invalid_argument');
    });

    test('a closed attempt gives and takes none', async () => {
      const nonce = await ann.nonce(id);
      await ann.api('POST', `/connect-attempts/${id}/cancel`, {});
      expectRefusal(await ann.browser.post(`${start}/claim`, { nonce }), 'attempt_closed');
      expectRefusal(await ann.api('POST', `/connect-attempts/${id}/nonce`, {}), 'attempt_closed');
    });

    test('a browser that was proved goes on in another window without one', async () => {
      await claim(ann, world.acme, id);
      const again = await ann.browser.post(`${start}/continue`, {});
      const url = new URL(String(again.body.authorization_url));
      expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(200);
    });
  });

  describe('without its opener', () => {
    test('shows a code, and goes on once the user has typed it in', async () => {
      const shown = await ann.browser.post(`${start}/pairing`, {});
      expect(shown.body).toMatchObject({ workspace_name: 'Acme', app_title: 'ROGUE' });
      const code = String(shown.body.code);
      expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
      expect((await ann.browser.post(`${start}/continue`, {})).body).toEqual({ authorization_url: null });

      const typed = `${code.slice(0, 4)}-${code.slice(4)} `.toLowerCase();
      expect(await ann.api('POST', `/connect-attempts/${id}/pair`, { code: typed })).toMatchObject({
        status: 200,
        body: {},
      });
      const { body } = await ann.browser.post(`${start}/continue`, {});
      const url = new URL(String(body.authorization_url));
      expect((await ann.browser.open(answerTo(url, { code: 'c' }))).status).toBe(200);
      expect((await ann.attempt(id)).body.status).toBe('connected');
    });

    test('only the browser that showed the code goes on', async () => {
      const { body } = await ann.browser.post(`${start}/pairing`, {});
      await ann.api('POST', `/connect-attempts/${id}/pair`, { code: body.code });
      expectRefusal(await browser().post(`${start}/continue`, {}), 'browser_not_proved');
    });

    test('only the user of the attempt can type the code in', async () => {
      const { body } = await ann.browser.post(`${start}/pairing`, {});
      const mallory = await world.signIn();
      expectRefusal(await mallory.api('POST', `/connect-attempts/${id}/pair`, { code: body.code }), 'unknown_attempt');
      expect((await ann.browser.post(`${start}/continue`, {})).body).toEqual({ authorization_url: null });
    });

    test('the fifth wrong code ends the attempt, even if all come at once', async () => {
      await ann.browser.post(`${start}/pairing`, {});
      const wrong = () => ann.api('POST', `/connect-attempts/${id}/pair`, { code: 'AAAAAAAA' });
      const answers = await Promise.all(Array.from({ length: 10 }, wrong));
      const codes = answers.map(({ body }) => body.code);
      expect(codes.filter((code) => code === 'pairing_code_wrong')).toHaveLength(5);
      expect(codes.filter((code) => code === 'attempt_closed')).toHaveLength(5);
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'browser_not_proved' } });
      expect(await eventsOf(world.services, world.acme, ann)).toMatchObject([{ type: 'attempt-failed', id }]);
    });

    test('a new code brings no new tries', async () => {
      for (let count = 0; count < 5; count++) {
        await ann.browser.post(`${start}/pairing`, {});
        expectRefusal(
          await ann.api('POST', `/connect-attempts/${id}/pair`, { code: 'AAAAAAAA' }),
          'pairing_code_wrong',
        );
      }
      expect((await ann.attempt(id)).body).toMatchObject({ status: 'failed', error: { code: 'browser_not_proved' } });
    });

    test('a code that nobody shows is wrong, and costs no try', async () => {
      for (let count = 0; count < 6; count++) {
        expectRefusal(
          await ann.api('POST', `/connect-attempts/${id}/pair`, { code: 'BCDFGHJK' }),
          'pairing_code_wrong',
        );
      }
      expect((await ann.attempt(id)).body.status).toBe('pending');
    });

    test('a nonce still counts, and puts an end to the code', async () => {
      const { body } = await browser().post(`${start}/pairing`, {});
      await claim(ann, world.acme, id);
      expectRefusal(await ann.api('POST', `/connect-attempts/${id}/pair`, { code: body.code }), 'pairing_code_wrong');
      expect((await ann.browser.post(`${start}/continue`, {})).status).toBe(200);
    });

    test('a workspace can switch it off', async () => {
      await setPairing(false);
      expectRefusal(await ann.browser.post(`${start}/pairing`, {}), 'browser_not_proved');
      await setPairing(true);
      expectRefusal(await ann.browser.post(`${start}/pairing`, {}));
    });

    test('it ends with the attempt', async () => {
      await ann.browser.post(`${start}/pairing`, {});
      await world.services.db.inWorkspace(world.acme.id, (tx) =>
        tx
          .updateTable('connect_attempts')
          .set({ expires_at: sql<Date>`now()` })
          .where('id', '=', id)
          .execute(),
      );
      expectRefusal(await ann.browser.post(`${start}/continue`, {}), 'connect_expired');
    });
  });
});
