import { startChromium } from '../e2e/engines/chromium.ts';
import { startFirefox } from '../e2e/engines/firefox.ts';
import { call, type FrameName, type Tab } from '../e2e/script-injection/walk.ts';

const engines = { Chromium: startChromium, Firefox: startFirefox };
export type BrowserName = keyof typeof engines;
export const browserNames = Object.keys(engines) as BrowserName[];

/** A tab of a browser as users have it. */
export interface OpenTab extends Tab {
  stop(): Promise<void>;
}

/** Where the widget's frame is in a page of the customer */
const places: Record<FrameName, string> = { core: 'dialog iframe', inline: '#container iframe' };

export async function openTab(browser: BrowserName, url: string): Promise<OpenTab> {
  const engine = await engines[browser]();
  const page = await engine.newPage();
  await page.goto(url);
  return {
    inHost: (run, ...args) => page.evaluate(call(run, args)),
    inWidget: (name, run, ...args) => page.evaluate(call(run, args), places[name]),
    stop: () => engine.stop(),
  };
}
