import { chromium, type Frame, type Page } from '@playwright/test';
import { Firefox } from '../e2e/firefox/firefox.ts';
import { call, type FrameName, type Tab } from '../e2e/script-injection/walk.ts';
import { launchOptions } from '../scripts/browser/launch-options.ts';

export const browserNames = ['Chromium', 'Firefox'] as const;
export type BrowserName = (typeof browserNames)[number];

/** A tab of a browser as users have it. */
export interface OpenTab extends Tab {
  stop(): Promise<void>;
}

/** Where the widget's frame is in a page of the customer */
const places: Record<FrameName, string> = { core: 'dialog iframe', inline: '#container iframe' };

export function openTab(browser: BrowserName, url: string): Promise<OpenTab> {
  return browser === 'Chromium' ? inChromium(url) : inFirefox(url);
}

async function inChromium(url: string): Promise<OpenTab> {
  const browser = await chromium.launch(await launchOptions());
  const page = await browser.newPage();
  await page.goto(url);
  return {
    inHost: (run, ...args) => page.evaluate(call(run, args)),
    inWidget: async (name, run, ...args) => (await frameOf(page, name)).evaluate(call(run, args)),
    stop: () => browser.close(),
  };
}

async function frameOf(page: Page, name: FrameName): Promise<Frame> {
  const frame = await (await page.$(places[name]))?.contentFrame();
  if (!frame) throw new Error(`No ${name} frame`);
  return frame;
}

async function inFirefox(url: string): Promise<OpenTab> {
  const firefox = await Firefox.start();
  await firefox.open(url);
  return {
    inHost: (run, ...args) => firefox.evaluate(call(run, args)),
    inWidget: (name, run, ...args) => firefox.evaluate(call(run, args), places[name]),
    stop: () => firefox.stop(),
  };
}
