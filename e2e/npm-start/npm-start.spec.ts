import { expect, test } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers } from '../harness/child-process.ts';
import { DemoPage } from '../harness/demo-page.ts';
import { endAll, runNpmStart } from './run-npm-start.ts';

test.afterEach(endAll);

test('npm start runs everything: connect by OAuth, call a function, disconnect, stop cleanly, start again', async ({
  context,
}) => {
  test.setTimeout(300_000);
  const dataDir = await mkdtemp(join(tmpdir(), 'integry-start-'));
  const first = await runNpmStart(dataDir);
  const demo = await DemoPage.open(await context.newPage(), first.demoUrl);

  await demo.run('connectApp', 'sandbox');
  const popup = await demo.sheet.continueInPopup();
  await popup.getByLabel('User name').fill('demo');
  await popup.getByLabel('Password').fill('demo');
  await popup.getByRole('button', { name: 'Sign in' }).click();
  await popup.getByRole('button', { name: 'Allow' }).click();
  await demo.connected();
  await expect(demo.events).toContainText('app-connected');
  expect(await demo.value('invokeFunction', 'sandbox-list-contacts', { limit: 1 })).toMatchObject({
    network_code: '200',
    output: { contacts: [{ email: expect.any(String) }] },
  });

  const pages = await Promise.all(Array.from({ length: 9 }, () => context.newPage()));
  const tabs: DemoPage[] = [];
  for (const page of pages) tabs.push(await DemoPage.open(page, first.demoUrl));
  const answered = [demo, ...tabs].map((tab) => tab.value('isAppConnected', 'sandbox'));
  expect(await Promise.all(answered)).toEqual(Array.from({ length: 10 }, () => true));
  for (const page of pages) await page.close();

  expect(await first.stop(), first.log()).toBe(0);
  expect(await answers(first.demoUrl).catch(() => false)).toBe(false);

  // The account is still there: what was acknowledged was kept.
  const second = await runNpmStart(dataDir);
  test.info().annotations.push({ type: 'ready again after', description: `${second.readyAfter} s` });
  const again = await DemoPage.open(demo.page, second.demoUrl);
  expect(await again.value('isAppConnected', 'sandbox')).toBe(true);
  expect(await again.value('disconnectApp', 'sandbox')).toMatchObject({ connected_accounts: [] });
  expect(await second.stop(), second.log()).toBe(0);
  await rm(dataDir, { recursive: true, force: true });
});
