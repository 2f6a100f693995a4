import type { Frame, Page } from '@playwright/test';
import { connectSandbox } from '../harness/connect.ts';
import { HostPage } from '../harness/host-page.ts';
import { signInAndAllow } from '../harness/sandbox-pages.ts';
import { expect, test } from '../harness/test.ts';

const path = '/hostile-frames/host.html';

async function attackerFrame(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe[title^="A sibling"]')).contentFrame();
  await frame!.waitForFunction(() => 'attacker' in globalThis);
  return frame!;
}

/** Everything before the attack still holds, nothing has happened, and nothing was told to the attacker. */
async function expectNoEffect(host: HostPage, id: string, attackers: (Frame | Page)[]): Promise<void> {
  expect(await host.value('getConnectedAccounts', 'sandbox')).toMatchObject([{ id }]);
  await expect(host.sheet.dialog).toBeHidden();
  const log = await host.log();
  expect(log.filter(({ uncaught }) => uncaught !== undefined)).toEqual([]);
  expect(log.map(({ event }) => event).filter(Boolean)).toEqual(['ready', 'app-connected']);
  for (const attacker of attackers) {
    const heard = await attacker.evaluate(() => JSON.stringify(globalThis.attacker.heard));
    // Penpal's own greeting says nothing; a session or an answer to a call would.
    expect(heard).not.toContain('REPLY');
    expect(heard).not.toContain('token');
    expect(heard).not.toContain('ak_');
  }
}

test('a sibling frame that posts to host and widget has no effect', async ({ openHost, user }) => {
  const host = await openHost({ path });
  const id = await connectSandbox(host, user);
  const frame = await attackerFrame(host.page);
  expect(await frame.evaluate(() => attacker.attack(parent))).toBeGreaterThan(100);
  await expectNoEffect(host, id, [frame]);
});

test('a frame nested in the sibling has none either', async ({ openHost, user }) => {
  const host = await openHost({ path });
  const id = await connectSandbox(host, user);
  const sibling = await attackerFrame(host.page);
  const nested = await sibling.evaluateHandle(() => {
    const iframe = document.createElement('iframe');
    iframe.src = location.href;
    document.body.append(iframe);
    return iframe;
  });
  const frame = (await nested.contentFrame())!;
  await frame.waitForFunction(() => 'attacker' in globalThis);
  await frame.evaluate(() => attacker.attack(top!));
  await expectNoEffect(host, id, [sibling, frame]);
});

test('an opener of the host page has none, before ready and after', async ({ context, world, user }) => {
  const opener = await context.newPage();
  await opener.goto(`${world.site.originAt('evil.localhost')}/hostile-frames/attacker.html`);
  const [page] = await Promise.all([
    opener.waitForEvent('popup'),
    opener.evaluate(
      (url) => {
        const opened = open(url)!;
        // As long as the page starts, and the widget in it.
        const timer = setInterval(() => attacker.attack(opened), 200);
        addEventListener('calm', () => clearInterval(timer), { once: true });
        addEventListener('attack', () => attacker.attack(opened));
      },
      `${world.site.originAt('host.localhost')}/harness/host.html`,
    ),
  ]);
  await page.waitForFunction(() => 'host' in globalThis && 'IntegryJS' in globalThis);
  const host = new HostPage(page);
  await host.start(world.workspace.configFor(user));
  await host.event('ready');
  await opener.evaluate(() => dispatchEvent(new Event('calm')));

  const id = await connectSandbox(host, user);
  await opener.evaluate(() => dispatchEvent(new Event('attack')));
  await expectNoEffect(host, id, [opener]);
});

test('an attack while the user connects changes nothing about how it ends', async ({ openHost, user }) => {
  const host = await openHost({ path });
  const frame = await attackerFrame(host.page);
  const connecting = host.call('connectApp', 'sandbox');
  await host.sheet.continueButton.waitFor();
  await frame.evaluate(() => attacker.attack(parent));
  const popup = await host.sheet.continueInPopup();
  await popup.getByLabel('User name').waitFor();
  await frame.evaluate(() => attacker.attack(parent));
  await signInAndAllow(popup, user);
  const outcome = await connecting;
  expect(outcome).toMatchObject({ ok: true });
  await expectNoEffect(host, outcome.ok ? outcome.value : '', [frame]);
});

test('another site that embeds the widget gets an empty frame and no session', async ({ page, world, user }) => {
  await page.goto(`${world.site.originAt('evil.localhost')}/harness/empty.html`);
  const refusals: string[] = [];
  page.on('console', (message) => refusals.push(message.text()));
  const { appKey } = world.workspace;
  for (const origin of [
    world.site.originAt('evil.localhost'),
    world.site.originAt('host.localhost'),
    'null',
    '*',
    '',
  ]) {
    const src = `${world.server.url}/embed/1/${appKey}?o=${encodeURIComponent(origin)}`;
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.evaluate((url) => {
      const iframe = document.createElement('iframe');
      iframe.src = url;
      document.body.append(iframe);
    }, src);
    await refused;
  }
  const answer = await page.evaluate(
    async ([url, body]) => {
      const response = await fetch(`${url}/sessions`, { method: 'POST', body: new URLSearchParams(body) });
      return { status: response.status, body: (await response.json()) as unknown };
    },
    [world.server.url, { app_key: appKey, user_id: user, hash: world.workspace.hashOf(user) }] as const,
  );
  expect(answer).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
});

test('a sandboxed frame of a listed page, whose origin is null, gets no session', async ({ page, world, user }) => {
  await page.goto(`${world.site.originAt('host.localhost')}/harness/empty.html`);
  const { appKey } = world.workspace;
  const heard = page.evaluate(
    ([url, body]) => {
      const iframe = document.createElement('iframe');
      iframe.setAttribute('sandbox', 'allow-scripts');
      iframe.srcdoc = `<script>
        fetch(${JSON.stringify(url)}, { method: 'POST', body: new URLSearchParams(${JSON.stringify(body)}) })
          .then((response) => response.text(), () => 'unreadable')
          .then((text) => parent.postMessage(text, '*'));
      </script>`;
      document.body.append(iframe);
      return new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data), { once: true }));
    },
    [`${world.server.url}/sessions`, { app_key: appKey, user_id: user, hash: world.workspace.hashOf(user) }] as const,
  );
  expect(await heard).toBe('unreadable');
});

test('only the exact origin is on the list', async ({ world, user }) => {
  const { appKey } = world.workspace;
  const body = { app_key: appKey, user_id: user, hash: world.workspace.hashOf(user) };
  const listed = world.site.originAt('host.localhost');
  const near = [
    listed.replace('http:', 'https:'),
    listed.replace('host.', 'HOST.'),
    listed.replace('host.localhost', 'host.localhost.evil.localhost'),
    listed.replace('host.localhost', 'evil-host.localhost'),
    listed.replace('host.localhost', 'host.localhost.'),
    listed.replace('host.localhost', 'localhost'),
    listed.replace('host.localhost', 'xn--hst-6na.localhost'),
    `${listed}0`,
    `${listed}/`,
    `${listed}, ${listed}`,
    ` ${listed}`.trimEnd() + '/path',
    'http://host.localhost',
    'null',
    '*',
    '',
  ];
  for (const origin of near) {
    const answer = await fetch(`${world.server.localUrl}/sessions`, {
      method: 'POST',
      headers: { Origin: origin },
      body: new URLSearchParams(body),
    });
    expect(answer.status, origin).toBe(403);
  }
  const answer = await fetch(`${world.server.localUrl}/sessions`, {
    method: 'POST',
    headers: { Origin: listed },
    body: new URLSearchParams(body),
  });
  expect(answer.ok).toBe(true);
});
