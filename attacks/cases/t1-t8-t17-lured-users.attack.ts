import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { appears, until } from '../../e2e/engines/engine.ts';
import { Customer, send } from '../../e2e/faults/cluster/customer.ts';
import { press, signInAndAllow } from '../../e2e/matrix/cell.ts';
import { attackIn, browserNames } from '../browsers.ts';
import * as connecting from '../defences/connecting.ts';
import * as http from '../defences/http.ts';
import { originIsListedForSessions, sessionsBelongToTheirPage } from '../defences/identity.ts';
import { BrowserWorld, type AttackedPage } from '../worlds/browser-world.ts';
import { frame, openSession, postAsForm, useSession } from '../worlds/hostile-page.ts';
import { OwnAttempt } from '../worlds/own-attempt.ts';
import { OwnLink } from '../worlds/own-link.ts';

/** What a frame says or shows, it does within these milliseconds. */
const WAIT_MS = 1_500;

describe.each(browserNames)('in %s', (browser) => {
  const inBrowser = attackIn(browser);
  let at: BrowserWorld;
  beforeAll(async () => {
    at = await BrowserWorld.start(browser);
  });
  afterAll(() => at.stop());

  describe('a victim that is lured', () => {
    const afterTokenRequest = async (work: () => Promise<unknown>): Promise<string | undefined> => {
      const before = at.world.sandbox.tokenRequests();
      await work();
      return at.world.sandbox.tokenRequests() > before ? 'A token request was made.' : undefined;
    };
    /** The third party's answer to what the attacker asked for */
    const callbackOf = (url: URL): string => {
      const callback = new URL(url.searchParams.get('redirect_uri') ?? '');
      const state = url.searchParams.get('state') ?? '';
      callback.search = new URLSearchParams({ code: 'code', state, iss: at.world.sandbox.origin }).toString();
      return callback.href;
    };
    const isSentOn = (victim: AttackedPage): Promise<boolean> => victim.isAt(at.world.sandbox.origin);
    const afterStart = async (victim: AttackedPage): Promise<string | undefined> => {
      const polls = `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/continue')).length`;
      const hasPolled = async () => (await victim.evaluate<number>(polls).catch(() => 0)) >= 2;
      await until(async () => (await isSentOn(victim)) || (await hasPolled()), 'an answer');
      // Whoever is sent on by the last of the answers is on the way.
      const isGone = until(() => isSentOn(victim), 'the third party', WAIT_MS).then(() => true);
      return (await isGone.catch(() => false)) ? 'The victim was sent on.' : undefined;
    };

    inBrowser('T1', 'opens the start of the attacker’s attempt', [connecting.pairingWaitsForTheCode], async () =>
      afterStart(await at.open((await OwnAttempt.start(at.world, 'mallory')).startUrl)),
    );
    inBrowser(
      'T1',
      'sends a form that proves its browser to be the attacker’s',
      [connecting.ownPagesOnly, http.jsonOnly],
      async () => {
        const attempt = await OwnAttempt.start(at.world, 'mallory');
        const victim = await at.openEvil();
        // Together, with the "=" between them: of two nonces the last one counts.
        const [name, value] = [`{"nonce":"`, `","nonce":"${await attempt.nonce()}","scheme":"oauth2"}`];
        await victim.run(postAsForm, `${attempt.startUrl}/claim`, name, value);
        await until(() => victim.isAt(at.world.server.url), 'the answer');
        // Firefox minds where a page goes on before it has loaded.
        await victim.page.goto(attempt.startUrl).catch(() => undefined);
        return afterStart(victim);
      },
    );
    inBrowser('T1', 'allows what the attacker asks for', [connecting.browserIsProved], () =>
      afterTokenRequest(async () => {
        const url = await (await OwnAttempt.start(at.world, 'mallory')).authorizationUrl();
        const victim = await at.open(url.href);
        await signInAndAllow(victim.page, 'victim');
        await until(() => victim.isAt(at.world.server.url, '/oauth/callback/'), 'the callback');
      }),
    );
    inBrowser('T1', 'opens a callback of the attacker’s', [connecting.browserIsProved], () =>
      afterTokenRequest(async () =>
        at.open(callbackOf(await (await OwnAttempt.start(at.world, 'mallory')).authorizationUrl())),
      ),
    );
    inBrowser('T1', 'opens a callback of the attacker’s connect link', [connecting.browserIsProved], () =>
      afterTokenRequest(async () =>
        at.open(callbackOf(await (await OwnLink.make(at.world, 'mallory')).authorizationUrl())),
      ),
    );
    inBrowser(
      'T1',
      'goes on with a connect link that is the attacker’s browser’s',
      [connecting.linkBelongsToOneBrowser],
      async () => {
        const link = await OwnLink.make(at.world, 'mallory');
        await link.authorizationUrl();
        const victim = await at.open(link.href);
        const isRefused = `!document.querySelector('#problem').hidden`;
        const button = `document.querySelector('#methods button:enabled')`;
        await appears(victim.page, `${isRefused} || ${button}`);
        if (await victim.evaluate<boolean>(isRefused)) return undefined;
        await press(victim.page, button);
        await until(() => isSentOn(victim), 'the third party');
        return 'The victim was sent on.';
      },
    );
  });

  describe('a page that is not listed', () => {
    const stolen = (): Record<string, string> => {
      const { appKey, userId, hash } = at.world.workspace.configFor('ann');
      return { app_key: appKey, user_id: userId, hash };
    };

    inBrowser('T8', 'frames the widget', [http.shellIsFramedByListedPages], async () => {
      const evil = await at.openEvil();
      const heard = await evil.run(frame, at.embedUrl(await evil.evaluate<string>('location.origin')), WAIT_MS);
      return heard.length > 0 ? `It hears ${JSON.stringify(heard)}` : undefined;
    });
    inBrowser(
      'T8',
      'starts the loader with a stolen hash',
      [originIsListedForSessions, http.shellIsFramedByListedPages],
      async () => {
        const { page } = await at.openEvil('/harness/host.html');
        await page.evaluate(`host.start(${JSON.stringify(at.world.workspace.configFor('ann'))}, 'sdk')`);
        await appears(page, `host.log.find(({ event }) => event === 'ready' || event === 'error')`);
        const isReady = await page.evaluate<boolean>(`host.log.some(({ event }) => event === 'ready')`);
        return isReady ? 'It has a widget that is signed in.' : undefined;
      },
    );
    inBrowser('T8', 'opens a session with a stolen hash', [originIsListedForSessions], async () => {
      const evil = await at.openEvil();
      const answer = await evil.run(openSession, `${at.world.server.url}/sessions`, stolen());
      return answer.includes('token') ? 'It has a session.' : undefined;
    });
    inBrowser('T8', 'starts to connect with a stolen session', [sessionsBelongToTheirPage], async () => {
      const { localUrl, url } = at.world.server;
      const customer = new Customer(at.world.workspace, localUrl, at.world.site.originAt('host.localhost'));
      const token = await customer.signIn('ann');
      const id = randomUUID();
      const evil = await at.openEvil();
      await evil.run(useSession, `${url}/connect-attempts`, token, { id, app: 'sandbox' });
      const asked = await send(`${localUrl}/connect-attempts/${id}`, { headers: { authorization: `Bearer ${token}` } });
      return asked.status === 200 ? 'It has started.' : undefined;
    });
  });

  describe('a page that lets its visitors click', () => {
    const pageOf = (path: string) => async () =>
      `${at.world.server.url}${path.replace('$', at.world.workspace.appKey)}`;

    for (const [what, url, defence] of [
      [
        'the start of an attempt',
        async () => (await OwnAttempt.start(at.world, 'ann')).startUrl,
        http.nobodyFramesOurPages,
      ],
      ['the page behind a callback', pageOf('/oauth/callback/$/sandbox'), http.nobodyFramesOurPages],
      ['the page of a connect link', pageOf(`/link/$/${randomUUID()}`), http.nobodyFramesOurPages],
      [
        'the widget in the name of a listed page',
        async () => at.embedUrl(at.world.site.originAt('host.localhost')),
        http.shellNamesWhoMayFrameIt,
      ],
    ] as const) {
      inBrowser('T17', `frames ${what}`, [defence], async () => {
        const evil = await at.openEvil();
        await evil.run(frame, await url(), WAIT_MS);
        // What a browser puts in its place may go by the same address: Firefox's is another document, WebKit's is empty.
        const shown = await evil
          .frame('#victim')
          .evaluate<string>('document.title && document.documentURI')
          .catch(() => '');
        return shown.startsWith(at.world.server.url) ? 'It is shown.' : undefined;
      });
    }
  });
});
