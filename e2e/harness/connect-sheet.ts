import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** What the user sees in the modal dialog while an app is being connected. */
export class ConnectSheet {
  readonly #page: Page;
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.#page = page;
    this.frame = page.frameLocator('dialog[open] iframe');
  }

  get dialog(): Locator {
    return this.#page.locator('dialog[open]');
  }

  get continueButton(): Locator {
    return this.frame.getByRole('button', { name: /^Continue/ });
  }

  get cancelButton(): Locator {
    return this.frame.getByRole('button', { name: 'Cancel' });
  }

  /** What the sheet says is wrong */
  get problem(): Locator {
    return this.frame.getByRole('alert');
  }

  /** Clicks Continue; answers the popup that the click opened. */
  async continueInPopup(): Promise<Page> {
    const [popup] = await Promise.all([this.#page.waitForEvent('popup'), this.continueButton.click()]);
    return popup;
  }

  async cancel(): Promise<void> {
    await this.cancelButton.click();
  }

  /** After an end that the sheet explains. */
  async close(): Promise<void> {
    await this.frame.getByRole('button', { name: 'Close' }).first().click();
  }

  /** Of several ways to connect, takes the one with this title. */
  async choose(way: string): Promise<void> {
    await this.frame.getByRole('button', { name: way }).click();
  }

  /** Fills the form by its labels and sends it. */
  async submitCredentials(values: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(values))
      await this.frame.getByLabel(label, { exact: true }).fill(value);
    await this.frame.getByRole('button', { name: 'Connect', exact: true }).click();
  }

  /** Types the code that a severed popup shows. */
  async enterCode(code: string): Promise<void> {
    await this.frame.getByLabel('Code').fill(code);
    await this.frame.getByRole('button', { name: 'Confirm the code' }).click();
  }

  /** Presses Tab until the element has the focus; fails if it cannot be reached. */
  async reachByTab(element: Locator): Promise<void> {
    const hasFocus = (): Promise<boolean> => element.evaluate((node) => node === document.activeElement);
    for (let presses = 0; presses < 20; presses++) {
      if (await hasFocus()) return;
      await this.#page.keyboard.press('Tab');
    }
    await expect(element).toBeFocused();
  }
}
