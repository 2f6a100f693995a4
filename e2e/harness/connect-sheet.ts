import type { FrameLocator, Locator, Page } from '@playwright/test';

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

  /** Clicks Continue; answers the popup that the click opened. */
  async continueInPopup(): Promise<Page> {
    const [popup] = await Promise.all([this.#page.waitForEvent('popup'), this.continueButton.click()]);
    return popup;
  }

  async cancel(): Promise<void> {
    await this.cancelButton.click();
  }
}
