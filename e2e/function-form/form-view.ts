import { expect, type Locator } from '@playwright/test';
import type { HostPage } from '../harness/host-page.ts';
import { SurfaceView } from '../surfaces/surface.ts';

/** What a test finds on the form of a function, and how its user goes through it. */
export class FormView extends SurfaceView {
  readonly #host: HostPage;

  constructor(host: HostPage, mode: 'MODAL' | 'INLINE') {
    super(host.page, mode);
    this.#host = host;
  }

  field(name: string | RegExp): Locator {
    return this.frame.getByLabel(name, { exact: typeof name === 'string' });
  }

  combobox(name: string | RegExp): Locator {
    return this.frame.getByRole('combobox', { name });
  }

  option(name: string | RegExp): Locator {
    return this.frame.getByRole('option', { name, exact: typeof name === 'string' });
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.#host.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#host.page.keyboard.type(text);
  }

  /** Presses Tab until the element has the focus. */
  async tabTo(element: Locator): Promise<void> {
    await this.#host.sheet.reachByTab(element);
    await expect(element).toBeFocused();
  }

  /** Chooses in a combobox by keyboard, whose search finds this alone. */
  async choose(name: string, text: string): Promise<void> {
    await this.tabTo(this.combobox(name));
    await this.type(text);
    await expect(this.frame.getByRole('listbox').getByRole('option')).toHaveCount(1);
    await this.press('ArrowDown', 'Enter');
  }

  async expectNothingCutOff(): Promise<void> {
    const excess = () => this.frame.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
    // The frame is a process of its own: it hears of a new width a little later.
    await expect.poll(excess).toBe(0);
  }
}
