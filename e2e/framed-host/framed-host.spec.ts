import type { Frame, Page } from '@playwright/test';
import { signInAndAllow } from '../harness/sandbox-pages.ts';
import { expect, test } from '../harness/test.ts';
import type { World } from '../harness/world.ts';

/** The customer's page in a frame of another site's, as in a portal or an admin panel. */
async function openFramed(page: Page, world: World, portal: string): Promise<Frame> {
  await page.goto(`${portal}/framed-host/portal.html`);
  const frame = (await (await page.waitForSelector('iframe')).contentFrame())!;
  await frame.waitForFunction(() => 'host' in globalThis && 'IntegryJS' in globalThis);
  expect(new URL(frame.url()).origin).toBe(world.site.originAt('host.localhost'));
  return frame;
}

test('a host page that is framed itself works, once the page around it is listed too', async ({
  page,
  world,
  user,
}) => {
  const portal = world.site.originAt('portal.localhost');
  await world.admin.run(['origin', 'add', world.workspace.appKey, portal]);
  const frame = await openFramed(page, world, portal);
  const connecting = frame.evaluate((config) => {
    globalThis.host.start(config, 'sdk');
    return globalThis.host.call('connectApp', ['sandbox'], 'sdk');
  }, world.workspace.configFor(user));

  const sheet = frame.locator('dialog[open] iframe').contentFrame();
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    sheet.getByRole('button', { name: /^Continue/ }).click(),
  ]);
  await signInAndAllow(popup, user);
  expect(await connecting).toMatchObject({ ok: true });
});

test('in a page that is not listed it says so by an error, and shows nothing', async ({ page, world, user }) => {
  const frame = await openFramed(page, world, world.site.originAt('clickjacker.localhost'));
  const outcome = await frame.evaluate((config) => {
    globalThis.host.start(config, 'sdk');
    return globalThis.host.call('connectApp', ['sandbox'], 'sdk');
  }, world.workspace.configFor(user));
  expect(outcome).toMatchObject({ ok: false, code: 'server_unreachable' });
  const log = await frame.evaluate(() => globalThis.host.log);
  expect(log.map(({ event }) => event).filter(Boolean)).toEqual(['error']);
  await expect(frame.locator('dialog')).toHaveCount(0);
});
