import { expect, test, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers } from '../harness/child-process.ts';
import { ConnectSheet } from '../harness/connect-sheet.ts';
import { endAll, runNpmStart } from './run-npm-start.ts';

/** The demo's console-like pane. Answers what it prints of the outcome. */
async function tryCall(page: Page, method: string, args: unknown[]): Promise<string> {
  await page.getByLabel('Method').selectOption(method);
  await page.getByLabel('Arguments').fill(JSON.stringify(args));
  await page.getByRole('button', { name: 'Run' }).click();
  const newest = page.getByRole('list', { name: 'Results' }).locator('details').first();
  await expect(newest).toHaveAttribute('data-state', /resolved|rejected/);
  expect(await newest.getAttribute('data-state')).toBe('resolved');
  return (await newest.locator('pre').textContent()) ?? '';
}

async function openDemo(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.locator('#status')).toHaveText('Ready');
}

test.afterEach(endAll);

test('npm start runs everything: connect by OAuth, call a function, disconnect, stop cleanly, start again', async ({
  context,
}) => {
  test.setTimeout(300_000);
  const dataDir = await mkdtemp(join(tmpdir(), 'integry-start-'));
  const first = await runNpmStart(dataDir);
  const page = await context.newPage();
  await openDemo(page, first.demoUrl);

  await page.getByLabel('Method').selectOption('connectApp');
  await page.getByLabel('Arguments').fill('["sandbox"]');
  await page.getByRole('button', { name: 'Run' }).click();
  const sheet = new ConnectSheet(page);
  const popup = await sheet.continueInPopup();
  await popup.getByLabel('User name').fill('demo');
  await popup.getByLabel('Password').fill('demo');
  await popup.getByRole('button', { name: 'Sign in' }).click();
  await popup.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByRole('log')).toContainText('app-connected');
  const connected = page.getByRole('list', { name: 'Results' }).locator('details').first();
  await expect(connected).toHaveAttribute('data-state', 'resolved');
  expect(await connected.locator('pre').textContent()).toMatch(/^"[1-9]\d*"$/);
  // While it says that it worked, nothing behind it can be filled in.
  await expect(sheet.dialog).toBeHidden();
  const contacts = await tryCall(page, 'invokeFunction', ['sandbox-list-contacts', { limit: 1 }]);
  expect(contacts).toContain('"network_code": "200"');
  expect(contacts.match(/"email"/g)).toHaveLength(1);

  const tabs = await Promise.all(Array.from({ length: 9 }, () => context.newPage()));
  for (const tab of tabs) await openDemo(tab, first.demoUrl);
  const answered = [page, ...tabs].map((tab) => tryCall(tab, 'isAppConnected', ['sandbox']));
  expect(await Promise.all(answered)).toEqual(Array.from({ length: 10 }, () => 'true'));
  for (const tab of tabs) await tab.close();

  expect(await first.stop(), first.log()).toBe(0);
  expect(await answers(first.demoUrl).catch(() => false)).toBe(false);

  // The account is still there: what was acknowledged was kept.
  const second = await runNpmStart(dataDir);
  test.info().annotations.push({ type: 'ready again after', description: `${second.readyAfter} s` });
  await openDemo(page, second.demoUrl);
  expect(await tryCall(page, 'isAppConnected', ['sandbox'])).toBe('true');
  expect(await tryCall(page, 'disconnectApp', ['sandbox'])).toContain('"connected_accounts": []');
  expect(await second.stop(), second.log()).toBe(0);
  await rm(dataDir, { recursive: true, force: true });
});
