import { expect } from '@playwright/test';
import type { FrameLocator, Locator, Page } from '@playwright/test';

/** Somebody without a pointer, in the instance's dialog: each key has to leave the focus somewhere, in sight. */
export class KeyboardUser {
  readonly #page: Page;
  readonly #frame: FrameLocator;

  constructor(page: Page) {
    this.#page = page;
    this.#frame = page.frameLocator('dialog[open] iframe');
  }

  /** Presses a key that leaves the user in the dialog. */
  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
    await this.expectFocusInSight();
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
    await this.expectFocusInSight();
  }

  /** Presses Tab, or Shift+Tab, until the element has the focus; fails where it comes round without it. */
  async reach(element: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await expect(element).toBeVisible();
    for (let presses = 0; presses < 30 && !(await hasFocus(element)); presses++) await this.press(key);
    await expect(element).toBeFocused();
  }

  async expectFocusInSight(): Promise<void> {
    await expect.poll(() => this.#page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
    await expect.poll(() => this.#frame.locator('body').evaluate(focusProblem)).toBe('');
  }
}

function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((node) => node === document.activeElement);
}

/** Why the user does not see where the focus is; empty where they do. Runs in the frame. */
function focusProblem(): string {
  const element = document.activeElement;
  if (!element || element === document.body) return 'Nothing has the focus.';
  const { top, bottom, left, right } = element.getBoundingClientRect();
  if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth) return 'The focus is out of sight.';
  // A heading takes it for a screen reader's sake, and is no control.
  if (element.getAttribute('tabindex') === '-1') return '';
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const isMarked = element.matches(':focus-visible') && outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  return isMarked ? '' : `The focus cannot be seen on ${element.outerHTML.slice(0, 200)}`;
}
