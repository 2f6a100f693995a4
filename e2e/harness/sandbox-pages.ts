import type { Page } from '@playwright/test';

/** The sandbox's own pages in a popup: a user name nobody has yet becomes an account. */
export async function signIn(popup: Page, userName: string): Promise<void> {
  await popup.getByLabel('User name').fill(userName);
  await popup.getByLabel('Password').fill(passwordOf(userName));
  await popup.getByRole('button', { name: 'Sign in' }).click();
}

export async function allow(popup: Page): Promise<void> {
  await popup.getByRole('button', { name: 'Allow' }).click();
}

export async function deny(popup: Page): Promise<void> {
  await popup.getByRole('button', { name: 'Deny' }).click();
}

/** Signs in and allows; the popup then closes itself. */
export async function signInAndAllow(popup: Page, userName: string): Promise<void> {
  const closed = popup.waitForEvent('close');
  await signIn(popup, userName);
  await allow(popup);
  await closed;
}

function passwordOf(userName: string): string {
  return `${userName}'s password`;
}
