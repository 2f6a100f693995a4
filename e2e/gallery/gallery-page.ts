import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { buildMissing } from '../../scripts/build/build-missing.ts';
import { galleryStep } from '../../scripts/build/gallery-step.ts';

export interface Setting {
  theme: 'light' | 'dark';
  layout: 'wide' | 'narrow';
  mode: 'modal' | 'inline';
  locale: 'en' | 'de' | 'es' | 'fr' | 'ja' | 'pt-BR';
}

/** What the gallery's page offers to tests (gallery/main.ts). */
interface Gallery {
  states: string[];
  show(name: string, setting: Setting): Promise<void>;
}

declare global {
  var gallery: Gallery;
}

const root = join(import.meta.dirname, '../..');
const origin = 'http://gallery.localhost';

/** The built gallery, whose states are shown one after the other in one page. */
export class GalleryPage {
  readonly page: Page;
  readonly states: readonly string[];

  private constructor(page: Page, states: string[]) {
    this.page = page;
    this.states = states;
  }

  /** Builds the gallery where it is out of date. Its files need no server. */
  static async open(page: Page, colorScheme: Setting['theme'] = 'light'): Promise<GalleryPage> {
    await buildMissing({ root, report: () => undefined, all: [galleryStep] });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.route(`${origin}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ path: join(root, 'dist', pathname.endsWith('/') ? `${pathname}index.html` : pathname) });
    });
    await page.goto(`${origin}/gallery/?state=`);
    await page.waitForFunction(() => 'gallery' in globalThis);
    // What is on its way from one state to another is neither.
    await page.addStyleTag({
      content: '*, ::before, ::after { animation: none !important; transition: none !important }',
    });
    return new GalleryPage(page, await page.evaluate(() => gallery.states));
  }

  /** The size of the text in all that is sized by it; the usual one where it is empty. */
  async zoomText(size: string): Promise<void> {
    await this.page.evaluate((given) => (document.documentElement.style.fontSize = given), size);
  }

  async show(name: string, setting: Setting): Promise<void> {
    await this.page.evaluate(([state, given]) => gallery.show(state, given), [name, setting] as const);
  }
}
