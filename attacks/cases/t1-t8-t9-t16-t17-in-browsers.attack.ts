import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { until } from '../../e2e/engines/engine.ts';
import { signInAndAllow } from '../../e2e/matrix/cell.ts';
import { attack, type Defence, type Threat } from '../attack.ts';
import { browserNames } from '../browsers.ts';
import * as bridge from '../defences/bridge.ts';
import { browserIsProved, pairingWaitsForTheCode } from '../defences/connecting.ts';
import { nobodyFramesOurPages, shellIsFramedByListedPages } from '../defences/http.ts';
import { originIsListedForSessions } from '../defences/identity.ts';
import { BrowserWorld, type AttackedPage } from '../worlds/browser-world.ts';
import { callOverOwnPort, frame, isCalled, keepPorts, openSession } from '../worlds/hostile-page.ts';
import { OwnAttempt } from '../worlds/own-attempt.ts';

/** What is forged is answered at once or never, in milliseconds. */
const WAIT_MS = 1_500;

describe.each(browserNames)('in %s', (browser) => {
  let at: BrowserWorld;
  beforeAll(async () => {
    at = await BrowserWorld.start(browser);
  });
  afterAll(() => at.stop());

  const inBrowser = (
    threat: Threat,
    what: string,
    defences: readonly Defence[],
    attempt: () => Promise<string | undefined>,
  ): void => attack(threat, `${what}, in ${browser}`, defences, attempt);

  describe('a victim that is lured', () => {
    const tokenRequests = (): number => at.world.sandbox.tokenRequests();
    const isAt = ({ page }: AttackedPage, origin: string, path = '/'): Promise<boolean> =>
      page
        .evaluate<boolean>(
          `location.origin === '${origin}' && location.pathname.startsWith('${path}') && document.readyState === 'complete'`,
        )
        .catch(() => false);

    inBrowser('T1', 'opens the start of the attacker’s attempt', [pairingWaitsForTheCode], async () => {
      const { startUrl } = await OwnAttempt.start(at.world, 'mallory');
      const victim = await at.open(startUrl);
      const polls = `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/continue')).length`;
      const isSentOn = () => isAt(victim, at.world.sandbox.origin);
      const hasPolled = async () => (await victim.evaluate<number>(polls).catch(() => 0)) >= 2;
      await until(async () => (await isSentOn()) || (await hasPolled()), 'an answer');
      return (await isSentOn()) ? 'The victim was sent on.' : undefined;
    });
    inBrowser('T1', 'allows what the attacker asks for', [browserIsProved], async () => {
      const before = tokenRequests();
      const url = await (await OwnAttempt.start(at.world, 'mallory')).authorizationUrl();
      const victim = await at.open(url.href);
      await signInAndAllow(victim.page, 'victim');
      await until(() => isAt(victim, at.world.server.url, '/oauth/callback/'), 'the callback');
      return tokenRequests() > before ? 'A token request was made.' : undefined;
    });
    inBrowser('T1', 'opens a callback of the attacker’s', [browserIsProved], async () => {
      const before = tokenRequests();
      const url = await (await OwnAttempt.start(at.world, 'mallory')).authorizationUrl();
      const callback = new URL(url.searchParams.get('redirect_uri') ?? '');
      const state = url.searchParams.get('state') ?? '';
      callback.search = new URLSearchParams({ code: 'code', state, iss: at.world.sandbox.origin }).toString();
      await at.open(callback.href);
      return tokenRequests() > before ? 'A token request was made.' : undefined;
    });
  });

  describe('a page that is not listed', () => {
    const stolen = (): Record<string, string> => {
      const { appKey, userId, hash } = at.world.workspace.configFor('ann');
      return { app_key: appKey, user_id: userId, hash };
    };

    inBrowser('T8', 'frames the widget', [shellIsFramedByListedPages], async () => {
      const evil = await at.openEvil();
      const origin = await evil.evaluate<string>('location.origin');
      const { appKey } = at.world.workspace;
      const url = `${at.world.server.url}/embed/1/${appKey}?o=${encodeURIComponent(origin)}`;
      const heard = await evil.run(frame, url, WAIT_MS);
      return heard.length > 0 ? `It hears ${JSON.stringify(heard)}` : undefined;
    });
    inBrowser('T8', 'opens a session with a stolen hash', [originIsListedForSessions], async () => {
      const evil = await at.openEvil();
      const answer = await evil.run(openSession, `${at.world.server.url}/sessions`, stolen());
      return answer.includes('token') ? 'It has a session.' : undefined;
    });
  });

  describe('a frame or window beside the widget', () => {
    /** Where an attacker stands: in the customer's page, below that, or above. */
    const places: [string, () => Promise<[AttackedPage, string]>][] = [
      ['a frame beside it', async () => [await siblingOf(await at.openHost('/hostile-frames/host.html')), 'parent']],
      [
        'a frame in the one beside it',
        async () => [await siblingOf(await at.openHost('/hostile-frames/host.html')), 'nested'],
      ],
      [
        'the window that opened the page',
        async () => {
          const opener = await at.openEvil();
          const host = await at.openFrom(opener, `${at.world.site.originAt('host.localhost')}/harness/host.html`);
          await at.startWidget(host);
          return [opener, 'opened'];
        },
      ],
    ];
    const siblingOf = async (host: AttackedPage): Promise<AttackedPage> => host.frame('iframe[title^="A sibling"]');

    /** The source of a call from where the attacker stands */
    const fromThere = (victim: string, method: string, args: unknown[]): string => {
      const ask = (target: string) =>
        `(${String(callOverOwnPort)})(${target}, '${method}', ${JSON.stringify(args)}, ${WAIT_MS})`;
      if (victim !== 'nested') return ask(victim);
      return `document.body.appendChild(document.createElement('iframe')).contentWindow.eval(${JSON.stringify(ask('top'))})`;
    };

    for (const [who, stand] of places) {
      inBrowser('T9', `${who} calls the widget as if it were the page`, [bridge.widgetHearsItsPageOnly], async () => {
        const [attacker, victim] = await stand();
        const reply = await attacker.evaluate<unknown>(
          fromThere(victim, 'getConnectedAccounts', [randomUUID(), ['sandbox']]),
        );
        await attacker.evaluate(`globalThis.opened?.close()`);
        return reply ? `It reads ${JSON.stringify(reply)}` : undefined;
      });
      inBrowser('T9', `${who} asks the page for its session`, [bridge.loaderHearsItsFrameOnly], async () => {
        const [attacker, victim] = await stand();
        const reply = await attacker.evaluate<unknown>(fromThere(victim, 'getSession', []));
        await attacker.evaluate(`globalThis.opened?.close()`);
        return reply ? `It has ${Object.keys(reply).join()}` : undefined;
      });
    }
  });

  describe('the page of the customer', () => {
    for (const method of ['toString', 'isPrototypeOf', 'constructor']) {
      inBrowser('T9', `calls the inherited ${method}`, [bridge.onlyOwnMethodsAreCalled], async () => {
        const host = await at.open(`${at.world.site.originAt('host.localhost')}/harness/empty.html`);
        await host.run(keepPorts);
        for (const src of [`${at.world.server.url}/v1/integry.js`, '/harness/in-page.ts']) {
          await host.evaluate(`new Promise((resolve, reject) => document.head.append(
            Object.assign(document.createElement('script'), { src: '${src}', onload: () => resolve(), onerror: reject })))`);
        }
        await at.startWidget(host);
        return (await host.run(isCalled, method, WAIT_MS)) ? 'It was carried out.' : undefined;
      });
    }
    inBrowser('T16', 'asks a thousand things at once', [bridge.fewCallsAtOnce], async () => {
      const host = await at.openHost();
      const codes = await host.evaluate<string[]>(
        `Promise.all(Array.from({ length: 1_000 }, () => host.call('isAppConnected', ['sandbox'], 'sdk')))
          .then((outcomes) => outcomes.map(({ code }) => code).filter(Boolean))`,
      );
      return codes.includes('rate_limited') ? undefined : 'All were taken.';
    });
  });

  describe('a page that lets its visitors click', () => {
    for (const [what, path] of [
      ['the start of an attempt', async () => (await OwnAttempt.start(at.world, 'ann')).startUrl],
      [
        'the page behind a callback',
        async () => `${at.world.server.url}/oauth/callback/${at.world.workspace.appKey}/sandbox`,
      ],
    ] as const) {
      inBrowser('T17', `frames ${what}`, [nobodyFramesOurPages], async () => {
        const evil = await at.openEvil();
        await evil.run(frame, await path(), WAIT_MS);
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
