import { expect, type Locator, type Page } from '@playwright/test';

/** What `showFunction` of Integry's own SDK renders. */
export class PublishedForm {
  readonly root: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.locator('#form');
  }

  get submitButton(): Locator {
    return this.root.getByRole('button', { name: 'Submit' });
  }

  /** Waits until it asks for nothing more: with each answer it draws itself anew, and forgets what was typed meanwhile. */
  async settled(): Promise<void> {
    await expect(this.submitButton).toBeVisible();
    await this.#page.waitForLoadState('networkidle');
  }

  /** Types into the input of a parameter. The form takes notice of a key only. */
  async write(parameter: string, text: string): Promise<void> {
    const input = this.root.locator(`input#${parameter}, textarea#${parameter}`);
    await input.fill(text);
    await input.press('End');
    await expect(input).toHaveValue(text);
  }

  /** Chooses in a dropdown, once its choices are there. */
  async choose(parameter: string, choice: string): Promise<void> {
    const dropdown = this.root.locator(`#${parameter}`);
    await dropdown.locator('input').click();
    await dropdown.getByText(choice, { exact: true }).first().click();
  }
}
