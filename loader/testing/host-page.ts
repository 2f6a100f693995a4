import { chromium, type Browser, type LaunchOptions, type Page } from '@playwright/test';
import type { IntegryConfig, IntegryJS, IntegryJSConstructor } from '../index.d.ts';

declare global {
  interface Window {
    IntegryJS: IntegryJSConstructor;
    sdk: IntegryJS & Record<string, (...args: unknown[]) => Promise<unknown>>;
    /** Every event the SDK gave, in order */
    events: [name: string, payload: unknown][];
  }
}

/** How a promise ended, in a form that leaves the browser. */
export type Ending = { value: unknown } | { code: string; message: string; name: string; requestId?: string };

/** Anything the page complained of by itself */
export interface HostPage {
  page: Page;
  errors: string[];
}

export function openBrowser(options: LaunchOptions): Promise<Browser> {
  return chromium.launch(options);
}

export async function openHostPage(browser: Browser, url: string): Promise<HostPage> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(url);
  return { page, errors };
}

/** Constructs `window.sdk` and records its events. */
export async function construct(page: Page, config: Partial<Record<keyof IntegryConfig, unknown>> = {}): Promise<void> {
  await page.evaluate((given) => {
    const sdk = new window.IntegryJS({ appKey: 'ak_1', userId: 'u 1', hash: 'good', ...given });
    window.sdk = sdk as Window['sdk'];
    window.events = [];
    for (const name of ['ready', 'error', 'app-connected', 'app-disconnected'] as const) {
      sdk.eventEmitter.on(name, (payload) => {
        const { code, message } = payload as { code?: string; message?: string };
        window.events.push([name, code ? { code, message } : payload]);
      });
    }
  }, config);
}

export async function events(page: Page, count = 1): Promise<[string, unknown][]> {
  await page.waitForFunction((wanted) => window.events.length >= wanted, count);
  return page.evaluate(() => window.events);
}

/** Calls a method of `window.sdk` and answers how it ended. */
export function call(page: Page, method: string, ...args: unknown[]): Promise<Ending> {
  return page.evaluate(
    ([name, given]) =>
      window.sdk[name]!(...given).then(
        (value) => ({ value }),
        ({ name, code, message, requestId }) => ({ name, code, message, requestId }),
      ),
    [method, args] as const,
  );
}
