import type { Browser, Frame } from '@playwright/test';
import type { IntegryJSConstructor } from '../../loader/index.d.ts';
import type { BenchServer } from '../apps/bench-server.ts';

export interface OpenMarketplace {
  /** The widget's */
  frame: Frame;
  /** What its first screen needs */
  shown: { cards: number; elements: number; icons: number; shift: number };
  close(): Promise<void>;
}

/** Shows the marketplace in the dialog of a page, and waits until all apps are there to search in. */
export async function openMarketplace(
  browser: Browser,
  server: BenchServer,
  hostUrl: string,
): Promise<OpenMarketplace> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const all = page.waitForResponse((response) => response.url().includes('page_size=1000'));
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const shifts = list.getEntries() as (PerformanceEntry & { value: number })[];
      const before = Number(document.documentElement.dataset['shift'] ?? 0);
      document.documentElement.dataset['shift'] = String(shifts.reduce((sum, { value }) => sum + value, before));
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(hostUrl);
  await page.addScriptTag({ url: `${server.url}/v1/integry.js` });
  await page.evaluate(async (config) => {
    const { IntegryJS } = globalThis as unknown as { IntegryJS: IntegryJSConstructor };
    await new IntegryJS(config).showApps();
  }, server.workspace.configFor('bench'));
  await (await all).finished();
  const frame = page.frames().find((each) => each !== page.mainFrame())!;
  // Until all are there, the list ends with the shapes of what is to come.
  await frame.waitForFunction(() => !document.querySelector('.skeleton'));
  const shown = await frame.evaluate(() => ({
    cards: document.querySelectorAll('li > button').length,
    elements: document.querySelectorAll('*').length,
    icons: performance.getEntriesByType('resource').filter(({ name }) => name.includes('/icons/')).length,
    shift: Number(document.documentElement.dataset['shift'] ?? 0),
  }));
  return { frame, shown, close: () => page.close() };
}
