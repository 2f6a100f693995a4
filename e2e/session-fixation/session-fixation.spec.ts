import type { BrowserContext, Page, Response } from '@playwright/test';
import { continueToProvider } from '../harness/connect.ts';
import { allow, signIn } from '../harness/sandbox-pages.ts';
import type { HostPage } from '../harness/host-page.ts';
import { expect, test } from '../harness/test.ts';
import type { World } from '../harness/world.ts';

/**
 * The attacker is a user of the customer, who starts an attempt in their own browser and lures somebody else into
 * finishing it in another: the victim's token would land in the attacker's account.
 */
interface Lure {
  attacker: HostPage;
  victim: Page;
  startUrl: string;
  connecting: ReturnType<HostPage['call']>;
}

async function lure(host: HostPage, otherProfile: BrowserContext): Promise<Lure> {
  const made = host.page.waitForResponse((response) => response.url().endsWith('/connect-attempts'));
  const connecting = host.call('connectApp', 'sandbox');
  const { start_url: startUrl } = (await (await made).json()) as { start_url: string };
  await host.sheet.continueButton.waitFor();
  return { attacker: host, victim: await otherProfile.newPage(), startUrl, connecting };
}

async function expectNothingConnected(
  world: World,
  { attacker, connecting }: Lure,
  tokenRequests: number,
): Promise<void> {
  expect(world.sandbox.tokenRequests()).toBe(tokenRequests);
  expect(await attacker.value('isAppConnected', 'sandbox')).toBe(false);
  await attacker.sheet.cancel();
  expect(await connecting).toMatchObject({ ok: false, code: 'connect_cancelled' });
  expect(world.sandbox.tokenRequests()).toBe(tokenRequests);
}

/** The start page asks where to go on to, again and again, once it shows a code. */
const pollThatIsAnswered = (response: Response): boolean => response.url().endsWith('/continue') && response.ok();

test('the start URL, opened in a second profile, never leads to the provider', async ({ openHost, browser, world }) => {
  const before = world.sandbox.tokenRequests();
  const other = await browser.newContext();
  const lured = await lure(await openHost(), other);
  const { victim } = lured;

  const pairing = victim.waitForResponse((response) => response.url().endsWith('/pairing'));
  const polled = victim.waitForResponse(pollThatIsAnswered);
  await victim.goto(lured.startUrl);
  expect((await pairing).ok()).toBe(true);
  // It says who is asking, and waits for a code that only the window which started the attempt takes.
  await expect(victim.locator('body')).toContainText(world.workspace.name);
  expect(await (await polled).json()).toEqual({ authorization_url: null });
  await victim.waitForResponse(pollThatIsAnswered);
  expect(new URL(victim.url()).origin).toBe(world.server.url);

  await expectNothingConnected(world, lured, before);
  await other.close();
});

test('the authorization URL, opened in a second profile, ends at a refused callback', async ({
  openHost,
  browser,
  world,
  user,
}) => {
  const before = world.sandbox.tokenRequests();
  const other = await browser.newContext();
  const host = await openHost();
  const lured = await lure(host, other);
  const { authorizationUrl } = await continueToProvider(host, world);

  const callback = lured.victim.waitForResponse((response) => response.url().includes('/oauth/callback/'));
  await lured.victim.goto(authorizationUrl.href);
  await signIn(lured.victim, `${user}-victim`);
  await allow(lured.victim);
  expect((await callback).status()).toBe(403);

  await expectNothingConnected(world, lured, before);
  await other.close();
});

test('a callback that the attacker held back is refused in a second profile', async ({
  openHost,
  browser,
  world,
  user,
}) => {
  const before = world.sandbox.tokenRequests();
  const other = await browser.newContext();
  const host = await openHost();
  const lured = await lure(host, other);
  const popup = await host.sheet.continueInPopup();
  await signIn(popup, user);
  // Playwright's routes do not see redirects; the browser's own interception does.
  const network = await popup.context().newCDPSession(popup);
  const held = new Promise<string>((resolve) => {
    network.on('Fetch.requestPaused', ({ requestId, request }) => {
      void network
        .send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
        .then(() => resolve(request.url));
    });
  });
  await network.send('Fetch.enable', { patterns: [{ urlPattern: '*/oauth/callback/*' }] });
  await allow(popup);

  const answer = await lured.victim.goto(await held);
  expect(answer?.status()).toBe(403);

  await expectNothingConnected(world, lured, before);
  await other.close();
});

test('a page of another origin as opener gets no further than a stranger', async ({ openHost, browser, world }) => {
  const before = world.sandbox.tokenRequests();
  const other = await browser.newContext();
  const lured = await lure(await openHost(), other);
  await lured.victim.goto(`${world.site.originAt('evil.localhost')}/harness/empty.html`);
  const [opened] = await Promise.all([
    lured.victim.waitForEvent('popup'),
    lured.victim.evaluate((url) => void open(url), lured.startUrl),
  ]);
  const polled = await opened.waitForResponse(pollThatIsAnswered);
  expect(await polled.json()).toEqual({ authorization_url: null });

  await expectNothingConnected(world, lured, before);
  await other.close();
});

test('start page and its steps answer no other site, and no page may frame them', async ({
  openHost,
  browser,
  world,
}) => {
  const other = await browser.newContext();
  const lured = await lure(await openHost(), other);
  const { pathname } = new URL(lured.startUrl);
  const start = await fetch(world.server.localUrl + pathname);
  expect(start.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(start.headers.get('cache-control')).toContain('no-store');

  const evil = world.site.originAt('evil.localhost');
  const cases: Record<string, string>[] = [
    {},
    { Origin: evil },
    { Origin: 'null' },
    { Origin: world.server.url, 'Sec-Fetch-Site': 'cross-site' },
    { Origin: world.server.url, 'Sec-Fetch-Site': 'same-site' },
  ];
  for (const step of ['claim', 'pairing', 'continue']) {
    for (const headers of cases) {
      const answer = await fetch(`${world.server.localUrl}${pathname}/${step}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ nonce: 'A'.repeat(43) }),
      });
      expect(answer.status, `${step} with ${JSON.stringify(headers)}`).toBe(403);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
  }
  await lured.attacker.sheet.cancel();
  await other.close();
});
