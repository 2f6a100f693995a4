import { expect, type Page } from '@playwright/test';
import type { HostPage } from './host-page.ts';
import { signInAndAllow } from './sandbox-pages.ts';
import type { World } from './world.ts';

/** Connects the sandbox by clicking as a user does; answers the connected account's id. */
export async function connectSandbox(host: HostPage, userName: string): Promise<string> {
  const connecting = host.call('connectApp', 'sandbox');
  const popup = await host.sheet.continueInPopup();
  await signInAndAllow(popup, userName);
  const outcome = await connecting;
  expect(outcome).toMatchObject({ ok: true });
  return outcome.ok ? outcome.value : '';
}

/** Clicks Continue; answers the popup on the third party's first page, and the URL that led there. */
export async function continueToProvider(
  host: HostPage,
  world: World,
): Promise<{ popup: Page; authorizationUrl: URL }> {
  const asked = host.page
    .context()
    .waitForEvent('request', (request) => request.url().startsWith(`${world.sandbox.origin}/auth?`));
  const popup = await host.sheet.continueInPopup();
  const authorizationUrl = new URL((await asked).url());
  await popup.getByLabel('User name').waitFor();
  return { popup, authorizationUrl };
}
