import type { FrameLocator, Page } from '@playwright/test';

/** What a test finds on a surface, in the dialog or in the page's container. */
export class SurfaceView {
  readonly frame: FrameLocator;

  constructor(page: Page, mode: 'MODAL' | 'INLINE') {
    this.frame = page.frameLocator(mode === 'MODAL' ? 'dialog[open] iframe' : '#container iframe');
  }

  heading(name: string | RegExp) {
    return this.frame.getByRole('heading', { level: 1, name });
  }

  card(app: string) {
    return this.frame.getByRole('button', { name: new RegExp(`^${app}`) });
  }

  section(name: string) {
    return this.frame.getByRole('region', { name });
  }

  button(name: string | RegExp) {
    return this.frame.getByRole('button', { name });
  }
}
