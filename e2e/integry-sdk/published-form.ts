import { expect, type Locator, type Page } from '@playwright/test';

/** What `showFunction` of Integry's own SDK renders. */
export class PublishedForm {
  readonly root: Locator;

  constructor(page: Page) {
    this.root = page.locator('#form');
  }

  get submitButton(): Locator {
    return this.root.getByRole('button', { name: 'Submit' });
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
