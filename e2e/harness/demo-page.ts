import { expect, type Locator, type Page } from '@playwright/test';
import { ConnectSheet } from './connect-sheet.ts';

/** What the demo's console pane prints of a call. */
export interface PrintedOutcome {
  state: 'resolved' | 'rejected';
  /** Of a rejection, its code and message */
  value: unknown;
}

/** The page of examples/demo, as its user has it before them. */
export class DemoPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page, url: string): Promise<DemoPage> {
    await page.goto(url);
    await expect(page.locator('#status')).toHaveText('Ready');
    return new DemoPage(page);
  }

  get sheet(): ConnectSheet {
    return new ConnectSheet(this.page);
  }

  get events(): Locator {
    return this.page.getByRole('log');
  }

  /** The product's card of an app. */
  card(title: string): Locator {
    return this.page.getByRole('article', { name: title });
  }

  /** Runs a call in the console pane; does not wait for its end. */
  async run(method: string, ...args: unknown[]): Promise<void> {
    await this.page.getByLabel('Method').selectOption(method);
    await this.page.getByLabel('Arguments').fill(JSON.stringify(args));
    await this.page.getByRole('button', { name: 'Run' }).click();
  }

  /** How the newest call has ended. */
  async outcome(): Promise<PrintedOutcome> {
    const newest = this.page.getByRole('list', { name: 'Results' }).locator('details').first();
    await expect(newest).toHaveAttribute('data-state', /resolved|rejected/, { timeout: 30_000 });
    const state = (await newest.getAttribute('data-state')) as PrintedOutcome['state'];
    return { state, value: JSON.parse((await newest.locator('pre').textContent()) ?? '') };
  }

  /** The end of `connectApp`: answers the account's id. While the sheet says that it worked, nothing behind it can be used. */
  async connected(): Promise<string> {
    const { state, value } = await this.outcome();
    expect([state, value]).toEqual(['resolved', expect.stringMatching(/^[1-9]\d*$/)]);
    await expect(this.sheet.dialog).toBeHidden();
    return String(value);
  }

  /** Runs a call that has to succeed, and answers its result. */
  async value(method: string, ...args: unknown[]): Promise<unknown> {
    await this.run(method, ...args);
    const { state, value } = await this.outcome();
    expect(state, JSON.stringify(value)).toBe('resolved');
    return value;
  }
}
