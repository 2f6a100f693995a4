import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { PROTOCOL_VERSION } from '#bridge-protocol/version.ts';
import { until } from '../../e2e/engines/engine.ts';
import { button, press, sheet } from '../../e2e/matrix/cell.ts';
import { attackIn, browserNames } from '../browsers.ts';
import * as bridge from '../defences/bridge.ts';
import { shellNamesWhoMayFrameIt } from '../defences/http.ts';
import { BrowserWorld, type AttackedPage } from '../worlds/browser-world.ts';
import { endBridges, frame, isCalled, keepPorts } from '../worlds/hostile-page.ts';
import { beside, forgeCall, forgedCall, leave, stands, type Stand } from '../worlds/stands.ts';

/** What is forged is answered at once or never, in milliseconds. */
const WAIT_MS = 1_500;
/** The widget's frame in a page of the customer */
const widget = 'dialog iframe';

describe.each(browserNames)('in %s', (browser) => {
  const inBrowser = attackIn(browser);
  let at: BrowserWorld;
  beforeAll(async () => {
    at = await BrowserWorld.start(browser);
  });
  afterAll(() => at.stop());

  const hears = ({ host }: { host: AttackedPage }, event: string): Promise<boolean> =>
    host.evaluate(`host.log.some((entry) => entry.event === '${event}')`);

  describe('a frame or window beside the widget', () => {
    /** Leaves also where the attempt cannot be made. */
    const standing =
      (take: (at: BrowserWorld) => Promise<Stand>, attempt: (stand: Stand) => Promise<string | undefined>) =>
      async (): Promise<string | undefined> => {
        const stand = await take(at);
        return attempt(stand).finally(() => leave(stand));
      };

    for (const [who, take] of stands) {
      inBrowser(
        'T9',
        `${who} calls the widget as if it were the page`,
        [bridge.widgetHearsItsPageOnly],
        standing(take, async (stand) => {
          // The widget asks the page for a session, and whoever calls from elsewhere has none to give: it has to have one.
          await stand.host.evaluate(`host.call('isAppConnected', ['sandbox'], 'sdk')`);
          const reply = await forgeCall(stand, 'getConnectedAccounts', [randomUUID(), ['sandbox']], WAIT_MS);
          return reply ? `It reads ${JSON.stringify(reply)}` : undefined;
        }),
      );
      inBrowser(
        'T9',
        `${who} asks the page for its session`,
        [bridge.loaderHearsItsFrameOnly],
        standing(take, async (stand) => {
          const reply = await forgeCall(stand, 'getSession', [], WAIT_MS);
          return reply ? `It has ${Object.keys(reply).join()}` : undefined;
        }),
      );
      inBrowser(
        'T9',
        `${who} tells the page of an account that nobody connected`,
        [bridge.loaderHearsItsFrameOnly],
        standing(take, async (stand) => {
          await forgeCall(stand, 'onEvent', [{ type: 'app-connected', payload: { name: 'forged' } }], WAIT_MS);
          return (await hears(stand, 'app-connected')) ? 'The page believes it.' : undefined;
        }),
      );
    }
    inBrowser('T9', 'a frame beside it says that the bridge has ended', [bridge.loaderHearsItsFrameOnly], async () => {
      const { host, attacker } = await beside(at);
      await host.evaluate(`document.querySelector('${widget}').dataset.first = ''`);
      await attacker.evaluate(`(${String(endBridges)})(parent)`);
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      const stays = await host.evaluate<boolean>(`document.querySelector('${widget}[data-first]') !== null`);
      return stays ? undefined : 'The widget was taken down.';
    });
  });

  describe('a page that is not the one it is taken for', () => {
    inBrowser(
      'T9',
      'frames the widget in the name of a listed page, and calls it',
      [shellNamesWhoMayFrameIt, bridge.widgetHearsItsPageOnly],
      async () => {
        const evil = await at.openEvil();
        await evil.run(frame, at.embedUrl(at.world.site.originAt('host.localhost')), WAIT_MS);
        const greeting = { protocol: PROTOCOL_VERSION, sdkVersion: '1' };
        const target = `document.querySelector('#victim').contentWindow`;
        const reply = await evil.evaluate<unknown>(forgedCall(target, 'hello', [greeting], WAIT_MS));
        return reply ? `It is welcome: ${JSON.stringify(reply)}` : undefined;
      },
    );
    inBrowser(
      'T9',
      'stands in the widget’s frame, and asks for the session',
      [bridge.loaderHearsTheWidgetOnly],
      async () => {
        const host = await at.openHost();
        const evil = at.world.site.originAt('evil.localhost');
        await host.evaluate(`void (document.querySelector('${widget}').src = '${evil}/harness/empty.html')`);
        const stranger = host.frame(widget);
        await until(() => stranger.isAt(evil), 'the stranger in the frame');
        const reply = await stranger.evaluate<object | undefined>(forgedCall('parent', 'getSession', [], WAIT_MS));
        return reply ? `It has ${Object.keys(reply).join()}` : undefined;
      },
    );
    inBrowser('T9', 'holds the page that asked, behind the popup', [bridge.popupLetsGoOfItsOpener], async () => {
      const host = await at.openHost();
      await host.evaluate(`void host.call('connectApp', ['sandbox'], 'sdk')`);
      const popup = await at.windowOf(() => press(host.page, button('Continue'), sheet));
      await until(() => popup.isAt(at.world.sandbox.origin), 'the third party');
      const holds = await popup.evaluate<boolean>('opener !== null');
      await popup.evaluate('void setTimeout(close)');
      return holds ? 'It has a handle.' : undefined;
    });
  });

  describe('a widget that was taken over', () => {
    inBrowser('T9', 'calls the inherited toString of the page', [bridge.onlyOwnMethodsOfThePageAreCalled], async () => {
      const host = await at.openHost();
      const reply = await host.frame(widget).evaluate<unknown>(forgedCall('parent', 'toString', [], WAIT_MS));
      return reply ? `It has ${JSON.stringify(reply)}` : undefined;
    });
    inBrowser('T9', 'tells the page that it has not started', [bridge.onlyThePageSaysHowItStarted], async () => {
      const host = await at.openHost();
      const event = { type: 'error', payload: { code: 'forged' } };
      await host.frame(widget).evaluate(forgedCall('parent', 'onEvent', [event], WAIT_MS));
      return (await hears({ host }, 'error')) ? 'The page believes it.' : undefined;
    });
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
    inBrowser('T9', 'names a function by a way to somewhere else', [bridge.namesAreNames], async () => {
      const host = await at.openHost();
      const { code } = await host.evaluate<{ code?: string }>(`host.call('getFunction', ['..'], 'sdk')`);
      return code === 'invalid_argument' ? undefined : `The server was asked: ${code}`;
    });
    inBrowser('T16', 'asks a thousand things at once', [bridge.fewCallsAtOnce], async () => {
      const host = await at.openHost();
      const codes = await host.evaluate<string[]>(
        `Promise.all(Array.from({ length: 1_000 }, () => host.call('isAppConnected', ['sandbox'], 'sdk')))
          .then((outcomes) => outcomes.map(({ code }) => code).filter(Boolean))`,
      );
      return codes.includes('rate_limited') ? undefined : 'All were taken.';
    });
  });
});
